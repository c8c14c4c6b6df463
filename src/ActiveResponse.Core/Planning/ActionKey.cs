namespace ActiveResponse.Planning;

/// <summary>What makes two orders the same effect: the responder instance and the normalised subject.</summary>
/// <param name="Responder">The responder instance's name.</param>
/// <param name="Subject">What it acts on.</param>
public readonly record struct ActionKey(string Responder, Subject Subject)
{
    /// <summary><c>responder subject</c>, e.g. <c>host-deny 203.0.113.9</c>.</summary>
    public override string ToString() => $"{Responder} {Subject}";
}
