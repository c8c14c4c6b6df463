using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Isolation;

/// <summary>A host's store that doesn't always answer.</summary>
internal sealed class MisbehavingStore() : DelegatingResponseStore(new InMemoryResponseStore()), IDisposable
{
    public Misbehaving Finds { get; } = new(Misdeed.None);

    public Misbehaving Commits { get; } = new(Misdeed.None);

    public override bool IsDurable => true;

    public override async ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken)
    {
        await Finds.AnswerAsync(true, cancellationToken);
        return await Inner.FindAsync(key, cancellationToken);
    }

    public override async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        await Commits.AnswerAsync(true, cancellationToken);
        await Inner.CommitAsync(commit, cancellationToken);
    }

    public void Dispose()
    {
        Finds.Dispose();
        Commits.Dispose();
    }
}
