using ActiveResponse.AspNetCore.Events;
using ActiveResponse.Nats;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Running;

/// <summary>An engine with its parts. Disposing it stops the engine and disposes the parts.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Store">Its store.</param>
/// <param name="Responders">Its responders.</param>
/// <param name="Member">Its membership in a fleet, or null.</param>
internal sealed record ComposedAgent(
    ActiveResponseEngine Engine,
    IResponseStore Store,
    IReadOnlyList<ResponderRegistration> Responders,
    FleetMember? Member = null
) : IAsyncDisposable
{
    /// <summary>What happens, for those who ask over the control socket.</summary>
    public EventLog Events { get; init; } = new(TimeProvider.System);

    /// <summary>Starts the membership in the fleet, if there is one. Call it after the engine has started.</summary>
    public Task JoinFleetAsync(CancellationToken cancellationToken) => Member?.StartAsync(Engine, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Stops the membership in the fleet. Call it before the engine stops.</summary>
    public Task LeaveFleetAsync() => Member?.StopAsync(CancellationToken.None) ?? Task.CompletedTask;

    /// <summary>Whether a responder has this name.</summary>
    public bool HasResponder(string name) => Responders.Any(registered => registered.Responder.Name == name);

    /// <summary>Whether an executable refers to a responder, whatever files of that name exist.</summary>
    public bool IsRegistered(string executable) =>
        Responders.Any(registered =>
            registered.Responder.Name == executable || (!registered.Executables.IsDefault && registered.Executables.Contains(executable))
        );

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await (Member?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
