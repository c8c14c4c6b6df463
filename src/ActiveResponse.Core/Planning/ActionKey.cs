namespace ActiveResponse.Planning;

/// <summary>Identifies an effect: two orders with the same responder instance and normalized subject share it.</summary>
/// <param name="Responder">Name of the responder instance.</param>
/// <param name="Subject">Subject it acts on.</param>
public readonly record struct ActionKey(string Responder, Subject Subject)
{
    /// <summary>Key for serializing work: everything one responder does for one subject, whatever keys its effects have.</summary>
    internal ActionKey Turn => Subject.Keys is null ? this : this with { Subject = Subject with { Keys = null } };

    /// <summary><c>responder subject</c>, e.g. <c>host-deny 203.0.113.9</c>.</summary>
    public override string ToString() => $"{Responder} {Subject}";
}
