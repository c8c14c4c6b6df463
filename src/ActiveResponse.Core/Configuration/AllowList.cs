using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>Subjects that no response may act on (<c>&lt;white_list&gt;</c>, <c>&lt;allow_list&gt;</c>), in written order.</summary>
/// <param name="Entries">Entries as written, each already parsed as a network or host name.</param>
public sealed record AllowList(ImmutableArray<AllowListEntry> Entries)
{
    /// <summary>An allow list without entries.</summary>
    public static AllowList Empty { get; } = new([]);
}
