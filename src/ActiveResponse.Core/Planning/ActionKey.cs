namespace ActiveResponse.Planning;

/// <summary>What makes two orders the same effect: the responder instance and the normalised subject.</summary>
/// <param name="Responder">The responder instance's name.</param>
/// <param name="Subject">What it acts on.</param>
public readonly record struct ActionKey(string Responder, Subject Subject)
{
    /// <summary>What is done one after the other: all that one responder does about one subject, whatever its effects are called.</summary>
    internal ActionKey Turn => Subject.Keys is null ? this : this with { Subject = Subject with { Keys = null } };

    /// <summary><c>responder subject</c>, e.g. <c>host-deny 203.0.113.9</c>.</summary>
    public override string ToString() => $"{Responder} {Subject}";
}
