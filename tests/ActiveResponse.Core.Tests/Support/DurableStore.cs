using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Support;

/// <summary>A store that outlives the engines of a test, and keeps the commits it was given.</summary>
internal sealed class DurableStore() : DelegatingResponseStore(new InMemoryResponseStore())
{
    private readonly Lock _gate = new();

    public override bool IsDurable => true;

    public List<StoreCommit> Commits { get; } = [];

    /// <summary>Asked before each commit; its task is waited for.</summary>
    public Func<StoreCommit, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Awaited before each listing of all effects.</summary>
    public Func<CancellationToken, Task> BeforeList { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Awaited after all effects were read, before they are returned.</summary>
    public Func<Task> AfterList { get; set; } = static () => Task.CompletedTask;

    /// <summary>Awaited after the effects on one subject were read, before they are returned.</summary>
    public Func<Task> AfterListOfSubject { get; set; } = static () => Task.CompletedTask;

    public override async ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken)
    {
        var effects = await Inner.ListAsync(subject, cancellationToken);
        await AfterListOfSubject();
        return effects;
    }

    public override async ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken)
    {
        await BeforeList(cancellationToken);
        var effects = await Inner.ListAsync(cancellationToken);
        await AfterList();
        return effects;
    }

    public override async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        await Before(commit);
        lock (_gate)
        {
            Commits.Add(commit);
        }

        await Inner.CommitAsync(commit, cancellationToken);
    }
}
