using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Running;

/// <summary>An engine, with the parts that are asked besides it. Disposing of it stops the engine and ends its parts.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Store">Its store.</param>
/// <param name="Responders">Its responders.</param>
internal sealed record ComposedAgent(ActiveResponseEngine Engine, IResponseStore Store, IReadOnlyList<ResponderRegistration> Responders)
    : IAsyncDisposable
{
    /// <summary>Whether a responder has this name.</summary>
    public bool HasResponder(string name) => Responders.Any(registered => registered.Responder.Name == name);

    /// <summary>Whether an executable stands for a responder, whatever file of that name there is.</summary>
    public bool IsRegistered(string executable) =>
        Responders.Any(registered =>
            registered.Responder.Name == executable || (!registered.Executables.IsDefault && registered.Executables.Contains(executable))
        );

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
