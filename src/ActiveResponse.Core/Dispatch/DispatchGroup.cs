using System.Collections.Immutable;
using System.Globalization;

namespace ActiveResponse.Dispatch;

/// <summary>What became of an order for a group of hosts, as counts: there may be ten thousand.</summary>
/// <param name="Target">The group, e.g. <c>all</c> or <c>label:web</c>.</param>
/// <param name="Hosts">For how many hosts of the group each status holds; statuses without a host may be left out.</param>
/// <param name="Detail">More about it in one line, or null.</param>
public sealed record DispatchGroup(string Target, ImmutableSortedDictionary<DispatchStatus, int> Hosts, string? Detail = null)
{
    /// <summary>
    /// Whether it has reached a host of the group, or will when one comes back; also when the transport knows of no host yet and keeps it
    /// for those to come.
    /// </summary>
    public bool IsSent => Count(DispatchStatus.Delivered) + Count(DispatchStatus.Queued) > 0 || (IsKept && Hosts.IsEmpty);

    /// <summary>Whether the transport keeps the order for hosts that it doesn't know yet. Default: no.</summary>
    public bool IsKept { get; init; }

    /// <summary>How many hosts a status stands for.</summary>
    /// <param name="status">The status.</param>
    public int Count(DispatchStatus status) => Hosts.GetValueOrDefault(status);

    /// <summary><c>group: 9,998 delivered, 2 refused (detail)</c>.</summary>
    public override string ToString()
    {
        var counts = Hosts
            .Where(static pair => pair.Value > 0)
            .Select(static pair =>
                string.Create(CultureInfo.InvariantCulture, $"{pair.Value:N0} {pair.Key.ToString().ToLowerInvariant()}")
            );
        var text = string.Join(", ", counts.DefaultIfEmpty("no host yet"));
        return Detail is null ? $"{Target}: {text}" : $"{Target}: {text} ({Detail})";
    }
}
