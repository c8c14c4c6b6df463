using System.Net.Sockets;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Control;

/// <summary>Carries out the requests to a running agent over its socket.</summary>
internal sealed class AgentControl(ComposedAgent agent, AllowChanges allow, string? stateFile, IActiveResponseView view)
{
    private readonly StoreQueries _queries = new(agent.Store, TimeProvider.System, () => new UnreachableEffects(agent.Engine).NeededFor);
    private readonly EffectChanges _changes = new(agent.Engine);
    private readonly HealthReply _health = new(agent.Engine, stateFile);
    private readonly ViewRequests _view = new(view, new MeterFigures());
    private readonly EventsReply _events = new(view.Events);

    /// <summary>Serves a socket until it is disposed.</summary>
    /// <param name="listener">The socket.</param>
    /// <param name="group">A group that is served too, or null.</param>
    public ControlServer ServeAt(Socket listener, ControlGroup? group) => new(listener, HandleAsync, new ControlLimits { Group = group });

    public Task HandleAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken) =>
        EachTarget.RunAsync(request, answer, (one, part) => HandleOneAsync(one, part, cancellationToken));

    private Task HandleOneAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken) =>
        request.Command switch
        {
            ControlCommands.List => _queries.ListAsync(request, answer, cancellationToken),
            ControlCommands.History => _queries.HistoryAsync(request, answer, cancellationToken),
            ControlCommands.Lift => _changes.LiftAsync(request, answer, cancellationToken),
            ControlCommands.Extend => _changes.ExtendAsync(request, answer, cancellationToken),
            ControlCommands.Block => _changes.BlockAsync(request, answer, cancellationToken),
            ControlCommands.AllowAdd => allow.AddAsync(request, answer, cancellationToken),
            ControlCommands.AllowRemove => allow.RemoveAsync(request, answer, cancellationToken),
            ControlCommands.AllowList => allow.ListAsync(answer),
            ControlCommands.View => _view.AnswerAsync(request, answer, cancellationToken),
            ControlCommands.Events => _events.RunAsync(answer, cancellationToken),
            _ => _health.RunAsync(answer, cancellationToken),
        };
}
