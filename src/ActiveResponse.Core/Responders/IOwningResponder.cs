namespace ActiveResponse.Responders;

/// <summary>A responder that has other parts behind it, which are disposed of with it.</summary>
internal interface IOwningResponder
{
    /// <summary>The parts.</summary>
    IEnumerable<object> Owned { get; }
}
