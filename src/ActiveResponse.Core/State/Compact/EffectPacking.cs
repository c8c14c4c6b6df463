using ActiveResponse.Planning;
using ActiveResponse.Tables;

namespace ActiveResponse.State.Compact;

/// <summary>Determines whether an effect fits the compact form.</summary>
internal static class EffectPacking
{
    // The highest bit of the state byte is in use.
    private const int HighestState = 0x7f;

    /// <summary>Creates the entry of an effect, without its responder and template.</summary>
    public static bool TryPack(EffectRecord effect, out EffectEntry entry, out PackedText holdersAlert)
    {
        entry = default;
        holdersAlert = default;
        if (
            effect is not { RetryAt: null, FailedReverts: 0, FailedApplies: 0, Since.Offset.Ticks: 0 }
            || effect.Order.Subject is not { IsOnlyAddress: true, Address: { } address }
            || effect.Holders.IsDefault
            || effect.Holders is not [var holder]
            || holder.Until is { Offset.Ticks: not 0 }
            || effect.State is < 0 or > (EffectState)HighestState
            || !TryPack(effect.Order.Origin, out entry.Alert)
            || !TryPack(holder.Origin, out holdersAlert)
        )
        {
            return false;
        }

        entry.Key = new PackedKey(address, PackedKey.Nobody);
        entry.State = effect.State;
        entry.Offense = holder.Offense;
        entry.Since = effect.Since.UtcTicks;
        entry.Until = holder.Until?.UtcTicks ?? EffectEntry.Never;
        return true;
    }

    private static bool TryPack(ResponseOrigin origin, out PackedText alert)
    {
        alert = default;
        return origin is { AlertId: { } id, AlertJson.IsEmpty: true } && PackedText.TryPack(id, out alert);
    }
}
