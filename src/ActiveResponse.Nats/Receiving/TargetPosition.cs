using System.Globalization;

namespace ActiveResponse.Nats.Receiving;

/// <summary>How far an agent has read the orders of one target.</summary>
/// <param name="Epoch">The stream's epoch; the position is void in any other.</param>
/// <param name="Sequence">The last message that was read.</param>
/// <param name="Issued">The latest time of issue seen; one-time orders that aren't newer were carried out before.</param>
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
