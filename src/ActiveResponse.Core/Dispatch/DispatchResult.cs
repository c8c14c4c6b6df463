using System.Collections.Immutable;

namespace ActiveResponse.Dispatch;

/// <summary>Result of sending an order to other hosts.</summary>
/// <param name="Sent">Whether the transport accepted it for at least one host.</param>
/// <param name="Detail">To whom, or why not.</param>
public sealed record DispatchResult(bool Sent, string Detail)
{
    /// <summary>Result for each host, each reported to observers separately; empty if the transport can't tell.</summary>
    public ImmutableArray<DispatchTarget> Targets { get; init; } = [];

    /// <summary>Creates the result of an order with known targets.</summary>
    /// <param name="targets">The targets; at least one.</param>
    public static DispatchResult Of(ImmutableArray<DispatchTarget> targets) =>
        new(targets.Any(static target => target.IsSent), string.Join("; ", targets)) { Targets = targets };
}
