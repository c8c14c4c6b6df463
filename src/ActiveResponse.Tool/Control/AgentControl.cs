using System.Net.Sockets;
using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.State;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tool.Control;

/// <summary>Does what a running agent is asked for over its socket.</summary>
internal sealed class AgentControl(IServiceProvider services, AllowFile allowFile, AllowList configured, string? stateFile)
{
    private readonly StoreQueries _queries = new(services.GetRequiredService<IResponseStore>(), services.GetRequiredService<TimeProvider>(),
        () => new OutOfReach(services.GetRequiredService<ResponderBinding>()).NeededFor);
    private readonly EffectChanges _changes = new(services.GetRequiredService<ActiveResponseEngine>());
    private readonly AllowChanges _allow = new(services.GetRequiredService<ActiveResponseEngine>(), allowFile, configured);
    private readonly HealthCheck _health = new(services, services.GetRequiredService<TimeProvider>(), stateFile);

    /// <summary>Answers at a socket until it is disposed of.</summary>
    public ControlServer ServeAt(Socket listener) => new(listener, HandleAsync, new ControlLimits());

    public Task HandleAsync(ControlRequest request, AnswerWriter answer, CancellationToken cancellationToken) => request.Command switch
    {
        ControlCommands.List => _queries.ListAsync(answer, cancellationToken),
        ControlCommands.History => _queries.HistoryAsync(request, answer, cancellationToken),
        ControlCommands.Lift => _changes.LiftAsync(request, answer, cancellationToken),
        ControlCommands.Extend => _changes.ExtendAsync(request, answer, cancellationToken),
        ControlCommands.Block => _changes.BlockAsync(request, answer, cancellationToken),
        ControlCommands.AllowAdd => _allow.AddAsync(request, answer, cancellationToken),
        ControlCommands.AllowRemove => _allow.RemoveAsync(request, answer, cancellationToken),
        ControlCommands.AllowList => _allow.ListAsync(answer),
        _ => _health.RunAsync(answer, cancellationToken),
    };
}
