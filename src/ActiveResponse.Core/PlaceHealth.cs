using ActiveResponse.Diagnostics;

namespace ActiveResponse;

/// <summary>Checks that the places for blocks and orders accept them.</summary>
internal sealed class PlaceHealth(PlaceWatch places) : IHealthSource
{
    public async ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken) =>
        [
            .. (await places.CheckAsync(cancellationToken).ConfigureAwait(false)).Select(static place => new HealthFinding(
                $"place {SafeText.Of(place.Place)}",
                place.IsFine,
                SafeText.Of(place.Detail, 400)
            )),
        ];
}
