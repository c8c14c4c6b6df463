using ActiveResponse.Configuration;

namespace ActiveResponse.Nats.Rules;

/// <summary>Lifts on a host what a new entry of the fleet's allow list covers.</summary>
internal static class RuleEffects
{
    public static async Task LiftCoveredAsync(ActiveResponseEngine engine, AddressPrefix network, CancellationToken cancellationToken)
    {
        await LiftAsync(engine, network, cancellationToken).ConfigureAwait(false);

        // What passed the guards before the entry was there may be on its way still.
        await engine.DrainAsync(cancellationToken).ConfigureAwait(false);
        await LiftAsync(engine, network, cancellationToken).ConfigureAwait(false);
    }

    private static async Task LiftAsync(ActiveResponseEngine engine, AddressPrefix network, CancellationToken cancellationToken)
    {
        var covered = (await engine.ListAsync(cancellationToken).ConfigureAwait(false))
            .Select(static effect => effect.Key.Subject)
            .Where(subject => subject.Address is { } address && network.Overlaps(address))
            .Distinct()
            .ToList();
        foreach (var subject in covered)
        {
            await engine.LiftAsync(subject, cancellationToken).ConfigureAwait(false);
        }
    }
}
