using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>What no response may be run against (<c>&lt;white_list&gt;</c>, <c>&lt;allow_list&gt;</c>), in written order.</summary>
/// <param name="Entries">The entries as written, each already told apart into network or host name.</param>
public sealed record AllowList(ImmutableArray<AllowListEntry> Entries)
{
    /// <summary>An allow list without entries.</summary>
    public static AllowList Empty { get; } = new([]);
}
