using ActiveResponse.Planning;
using ActiveResponse.State;

// Every change of what is in place goes to an audit trail too, before it is stored.
await using (var stage = await Stage.SetAsync((builder, _) => builder.UseStore(_ => new AuditedStore(new InMemoryResponseStore()))))
{
    await stage.HandleAsync("203.0.113.9");
    await stage.PassAsync(TimeSpan.FromMinutes(10));
}

/// <summary>A store that writes down what another keeps.</summary>
internal sealed class AuditedStore(IResponseStore inner) : IResponseStore
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
        foreach (var effect in commit.Effects)
        {
            Console.WriteLine($"{effect.State.ToString().ToLowerInvariant()} {effect.Key.Subject}");
        }

        foreach (var key in commit.Ended)
        {
            Console.WriteLine($"ended {key.Subject}");
        }

        return inner.CommitAsync(commit, cancellationToken);
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetOffensesAsync(before, cancellationToken);
}
