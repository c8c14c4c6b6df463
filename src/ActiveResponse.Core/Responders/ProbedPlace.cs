namespace ActiveResponse.Responders;

/// <summary>A plug-in that checks itself.</summary>
internal sealed class ProbedPlace(string name, IProbe probe) : IWrittenPlace
{
    public string Name => name;

    public async ValueTask<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken)
    {
        var result = await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return [new PlaceStanding(name, result.IsUsable, result.Reason)];
    }
}
