using System.Collections.Immutable;

namespace ActiveResponse.Dispatch;

/// <summary>Whether an order left for other hosts.</summary>
/// <param name="Sent">True when the transport has taken it for at least one host.</param>
/// <param name="Detail">To whom, or why not.</param>
public sealed record DispatchResult(bool Sent, string Detail)
{
    /// <summary>What became of it host by host, each reported to observers for itself; empty when the transport can't tell.</summary>
    public ImmutableArray<DispatchTarget> Targets { get; init; } = [];

    /// <summary>The result of an order whose targets are known.</summary>
    /// <param name="targets">The targets; at least one.</param>
    public static DispatchResult Of(ImmutableArray<DispatchTarget> targets) =>
        new(targets.Any(static target => target.IsSent), string.Join("; ", targets)) { Targets = targets };
}
