using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Gathers the changes of a batch, so that they are stored together.</summary>
internal sealed class StoreCommitBuilder
{
    private readonly ImmutableArray<EffectRecord>.Builder _effects = ImmutableArray.CreateBuilder<EffectRecord>();
    private readonly ImmutableArray<ActionKey>.Builder _ended = ImmutableArray.CreateBuilder<ActionKey>();
    private readonly ImmutableArray<OffenseRecord>.Builder _offenses = ImmutableArray.CreateBuilder<OffenseRecord>();

    public void Save(EffectRecord effect) => _effects.Add(effect);

    public void End(ActionKey key) => _ended.Add(key);

    public void Count(OffenseRecord offense) => _offenses.Add(offense);

    public async Task CommitAsync(IResponseStore store, CancellationToken cancellationToken)
    {
        if (_effects.Count + _ended.Count + _offenses.Count > 0)
        {
            var commit = new StoreCommit { Effects = _effects.ToImmutable(), Ended = _ended.ToImmutable(), Offenses = _offenses.ToImmutable() };
            await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
    }
}
