using System.Reflection;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>What an engine needs beside it to be shown.</summary>
internal sealed record EngineViewParts
{
    public required ActiveResponseEngine Engine { get; init; }

    public required IResponseStore Store { get; init; }

    public required EventLog Events { get; init; }

    public required IAllowedTargets Allowed { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads the configuration file again, without effect; null if there is none.</summary>
    public Func<ConfigParseResult>? Config { get; init; }

    /// <summary>The configuration file, or null.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Whether the kill switch is on.</summary>
    public Func<bool> IsKilled { get; init; } = static () => false;

    /// <summary>Whether nothing is done.</summary>
    public Func<bool> IsDryRun { get; init; } = static () => false;

    /// <summary>Whether the agent is a member of a fleet.</summary>
    public bool IsMember { get; init; }
}

/// <summary>Shows and changes an engine in this process.</summary>
internal sealed class EngineView : IActiveResponseView
{
    private static readonly TimeSpan HealthAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SummaryAge = TimeSpan.FromSeconds(2);

    private readonly EngineViewParts _parts;
    private readonly EffectChanges _changes;
    private readonly Remembered<HealthState> _health;
    private readonly Remembered<SummaryReply> _summary;
    private readonly Remembered<ProblemsReply> _problems;

    public EngineView(EngineViewParts parts)
    {
        _parts = parts;
        _changes = new EffectChanges(parts.Engine, parts.Store);
        _health = new Remembered<HealthState>(CheckAsync, HealthAge, parts.Clock);
        _summary = new Remembered<SummaryReply>(SummarizeAsync, SummaryAge, parts.Clock);
        _problems = new Remembered<ProblemsReply>(ReadConfigAsync, SummaryAge, parts.Clock);
    }

    public EventLog Events => _parts.Events;

    public async ValueTask<EffectPage> ListAsync(EffectQuery query, CancellationToken cancellationToken) =>
        EffectPager.Page(
            await _parts.Store.ListAsync(cancellationToken).ConfigureAwait(false),
            query,
            _parts.Clock.GetUtcNow(),
            Environment.MachineName,
            new UnreachableEffects(_parts.Engine).NeededFor
        );

    public async ValueTask<EffectItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        await EffectIds.FindAsync(_parts.Store, id, cancellationToken).ConfigureAwait(false) is { } effect
            ? EffectItems.Of(effect, _parts.Clock.GetUtcNow(), new UnreachableEffects(_parts.Engine).NeededFor(effect))
            : null;

    public ValueTask<HistoryPage> HistoryAsync(HistoryRequest request, CancellationToken cancellationToken) =>
        HistoryPager.PageAsync(_parts.Store, request, cancellationToken);

    public ValueTask<SummaryReply> SummaryAsync(CancellationToken cancellationToken) => _summary.GetAsync(cancellationToken);

    public ValueTask<HealthState> HealthAsync(CancellationToken cancellationToken) => _health.GetAsync(cancellationToken);

    public ValueTask<ProblemsReply> ProblemsAsync(CancellationToken cancellationToken) => _problems.GetAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SourceItem>> SourcesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SourceItem>>([.. _parts.Engine.Intake.Sources.Select(SourceItems.Of)]);

    public ValueTask<IReadOnlyList<AllowItem>> AllowedAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_parts.Allowed.List());

    public ValueTask<ExplainReply> ExplainAsync(ExplainRequest request, CancellationToken cancellationToken) =>
        AlertExplainer.ExplainAsync(_parts.Engine, request, cancellationToken);

    public ValueTask<ChangeReply> BlockAsync(BlockRequest request, OrderNote note, CancellationToken cancellationToken) =>
        _changes.BlockAsync(request, note, cancellationToken);

    public ValueTask<ChangeReply> LiftAsync(LiftRequest request, OrderNote note, CancellationToken cancellationToken) =>
        _changes.LiftAsync(request, note, cancellationToken);

    public async ValueTask<ChangeReply> LiftAsync(string id, OrderNote note, CancellationToken cancellationToken) =>
        await _changes
            .LiftAsync(await EffectOfAsync(id, cancellationToken).ConfigureAwait(false), note, cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask<ChangeReply> ExtendAsync(
        string id,
        ExtendRequest request,
        OrderNote note,
        CancellationToken cancellationToken
    ) =>
        await _changes
            .ExtendAsync(await EffectOfAsync(id, cancellationToken).ConfigureAwait(false), request, note, cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask<ChangeReply> AllowAsync(AllowRequest request, OrderNote note, CancellationToken cancellationToken)
    {
        var entries = EffectChanges.Checked(request.Entries, "entries");
        var results = new List<ActionItem>();
        foreach (var entry in entries)
        {
            try
            {
                var actions = await _parts.Allowed.AddAsync(entry, note, cancellationToken).ConfigureAwait(false);
                results.AddRange(EffectChanges.Shown(actions).Results);
            }
            catch (ViewException e) when (entries.Count > 1)
            {
                // Those before it are on the list already.
                results.Add(ActionItems.Failed("revert", entry, e.Message));
            }
        }

        return new ChangeReply(results);
    }

    public async ValueTask<ChangeReply> DisallowAsync(string entry, OrderNote note, CancellationToken cancellationToken) =>
        EffectChanges.Shown(await _parts.Allowed.RemoveAsync(entry, note, cancellationToken).ConfigureAwait(false));

    private async ValueTask<EffectRecord> EffectOfAsync(string id, CancellationToken cancellationToken) =>
        await EffectIds.FindAsync(_parts.Store, id, cancellationToken).ConfigureAwait(false)
        ?? throw new ViewException(ViewProblem.NotFound, "There is no such effect: it has ended, or was lifted.");

    private Task<ProblemsReply> ReadConfigAsync(CancellationToken cancellationToken) =>
        Task.FromResult(ConfigProblems.Of(_parts.ConfigFile, _parts.Config?.Invoke(), _parts.Engine.BindingProblems));

    private async Task<HealthState> CheckAsync(CancellationToken cancellationToken) =>
        HealthItems.Of(await _parts.Engine.CheckHealthAsync(cancellationToken).ConfigureAwait(false));

    private async Task<SummaryReply> SummarizeAsync(CancellationToken cancellationToken)
    {
        var now = _parts.Clock.GetUtcNow();
        var effects = await _parts.Store.ListAsync(cancellationToken).ConfigureAwait(false);
        var history = await _parts
            .Store.ListHistoryAsync(
                new HistoryQuery { Since = SummaryMaker.StartOf(now), Limit = SummaryMaker.MostActions },
                cancellationToken
            )
            .ConfigureAwait(false);
        return SummaryMaker.Of(effects, _parts.Events.Refusals.AddTo(history, SummaryMaker.StartOf(now)), now, Basics(now));
    }

    private SummaryReply Basics(DateTimeOffset now) =>
        new()
        {
            Now = now,
            Counts = new StateCounts(0, 0, 0, 0),
            ByRule = [],
            ByNetwork = [],
            ByResponder = [],
            RepeatOffenders = [],
            Outcomes = [],
            Refusals = [],
            OverTime = [],
            Version = VersionOf(),
            HostName = Environment.MachineName,
            DryRun = _parts.IsDryRun(),
            KillSwitch = _parts.IsKilled(),
            Fleet = _parts.IsMember,
        };

    // Without the commit it was built from.
    private static string VersionOf() =>
        typeof(ActiveResponseEngine)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "";
}
