using System.Globalization;

namespace ActiveResponse.Nats.Receiving;

/// <summary>Up to where an agent has taken the orders of one target.</summary>
/// <param name="Epoch">The epoch of the stream; a place in another one means nothing.</param>
/// <param name="Sequence">The last message that was dealt with.</param>
/// <param name="Issued">The latest time of issue that was seen; what can be done once only and isn't newer was done before.</param>
internal sealed record TargetPosition(string Epoch, ulong Sequence, DateTimeOffset Issued)
{
    public static TargetPosition? Parse(string? text)
    {
        var parts = text?.Split('/') ?? [];
        return
            parts is [{ Length: > 0 } epoch, var sequence, var issued]
            && ulong.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && long.TryParse(issued, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new TargetPosition(epoch, place, DateTimeOffset.FromUnixTimeMilliseconds(time))
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Epoch}/{Sequence}/{Issued.ToUnixTimeMilliseconds()}");
}
