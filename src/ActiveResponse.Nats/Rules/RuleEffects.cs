using ActiveResponse.Configuration;

namespace ActiveResponse.Nats.Rules;

/// <summary>Lifts the effects on a host that a new entry of the fleet's allow list covers.</summary>
internal static class RuleEffects
{
    public static async Task LiftCoveredAsync(ActiveResponseEngine engine, AddressPrefix network, CancellationToken cancellationToken)
    {
        await LiftAsync(engine, network, cancellationToken).ConfigureAwait(false);

        // Orders that passed the guards before the entry arrived may still be pending.
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
