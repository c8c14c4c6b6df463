using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.State;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Embedding.Tests;

/// <summary>Which wrappers were called.</summary>
internal sealed class Seen
{
    private readonly ConcurrentDictionary<string, bool> _parts = new();

    public ICollection<string> Parts => _parts.Keys;

    public void Add(string part) => _parts[part] = true;
}

internal sealed class WrappedParser(IConfigParser inner, Seen seen) : IConfigParser
{
    public ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions options)
    {
        seen.Add("parser");
        return inner.Parse(content, options);
    }
}

internal sealed class WrappedMatcher(IRuleMatcher inner, Seen seen) : IRuleMatcher
{
    public ImmutableArray<MatchedResponse> Match(in AlertKey key)
    {
        seen.Add("matcher");
        return inner.Match(key);
    }

    public ImmutableArray<MatchVerdict> Explain(in AlertKey key) => inner.Explain(key);
}

internal sealed class WrappedRunner(ICommandRunner inner, Seen seen) : ICommandRunner
{
    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        seen.Add("runner");
        return inner.RunAsync(command, cancellationToken);
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => inner.ConverseAsync(command, dialogue, cancellationToken);
}

internal sealed class WrappedScheduler(ITimeoutScheduler inner, Seen seen) : ITimeoutScheduler
{
    public int Count => inner.Count;

    public void Start(Action<IReadOnlyList<ActionKey>> onDue) => inner.Start(onDue);

    public void Set(ActionKey key, DateTimeOffset due)
    {
        seen.Add("scheduler");
        inner.Set(key, due);
    }

    public void Remove(ActionKey key) => inner.Remove(key);

    public void Dispose()
    {
        seen.Add("scheduler disposed");
        inner.Dispose();
    }
}

internal sealed class WrappedStore(IResponseStore inner, Seen seen) : IResponseStore
{
    public bool IsDurable => inner.IsDurable;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        inner.FindOffenseAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        inner.ListHistoryAsync(query, cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        inner.FindPositionAsync(name, cancellationToken);

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        seen.Add("store");
        return inner.CommitAsync(commit, cancellationToken);
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetOffensesAsync(before, cancellationToken);
}

internal sealed class WrappedDispatcher(IOrderDispatcher inner, Seen seen) : IOrderDispatcher
{
    public bool TakesOwnOrders => inner.TakesOwnOrders;

    public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        seen.Add("dispatcher");
        return inner.DispatchAsync(order, cancellationToken);
    }
}

internal sealed class WrappedGuard(IResponseGuard inner, Seen seen) : IResponseGuard
{
    public string Name => inner.Name;

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        seen.Add(inner.Name);
        return inner.CheckAsync(order, stage, cancellationToken);
    }
}

internal sealed class WrappedObserver(IResponseObserver inner, Seen seen) : IResponseObserver
{
    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        seen.Add("observer");
        return inner.OnExecutedAsync(action, cancellationToken);
    }
}
