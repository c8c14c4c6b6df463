using System.Collections.Immutable;

namespace ActiveResponse.Dispatch;

/// <summary>Result of sending an order to other hosts.</summary>
/// <param name="Sent">Whether the transport accepted it for at least one host.</param>
/// <param name="Detail">To whom, or why not.</param>
public sealed record DispatchResult(bool Sent, string Detail)
{
    /// <summary>Result for each host, each reported to observers separately; empty if the transport can't notify.</summary>
    public ImmutableArray<DispatchTarget> Targets { get; init; } = [];

    /// <summary>
    /// What became of it on a group of hosts, reported to observers as one outcome; then <see cref="Targets"/> are only those of the
    /// group that are worth one
    /// of their own, e.g. because they failed. Null when the order is for one host.
    /// </summary>
    public DispatchGroup? Group { get; init; }

    /// <summary>The result of an order for a group of hosts.</summary>
    /// <param name="group">The group, with counts.</param>
    /// <param name="targets">Those of its hosts that are reported for themselves.</param>
    public static DispatchResult Of(DispatchGroup group, ImmutableArray<DispatchTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new DispatchResult(group.IsSent, group.ToString()) { Group = group, Targets = targets };
    }

    /// <summary>Creates the result of an order with known targets.</summary>
    /// <param name="targets">The targets; at least one.</param>
    public static DispatchResult Of(ImmutableArray<DispatchTarget> targets) =>
        new(targets.Any(static target => target.IsSent), string.Join("; ", targets)) { Targets = targets };
}
