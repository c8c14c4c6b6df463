namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>What ipset says is in a set.</summary>
internal sealed class IpsetListing
{
    private readonly List<FirewallEntry> _entries = [];
    private bool _fits;

    /// <summary>Our elements.</summary>
    public IReadOnlyList<FirewallEntry> Entries => _entries;

    /// <summary>Whether there are elements of others.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>The line that makes a set like this one, or null if there is no such line.</summary>
    public string? Definition { get; private set; }

    /// <summary>Whether the set may be used: it is of our kind, and holds an element of ours or nothing at all.</summary>
    public bool IsOurs => _fits && (_entries.Count > 0 || !HasOthers);

    /// <summary>Reads the output of <c>ipset save</c> for one set; what isn't known in it is passed over.</summary>
    public static IpsetListing Parse(string text, string set, bool isIPv6)
    {
        var listing = new IpsetListing();
        var (create, add) = ($"create {set} hash:net family {Family(isIPv6)} ", $"add {set} ");
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd();
            if (line.StartsWith(create))
            {
                listing.Definition = WithoutSize(line);
                listing._fits =
                    line.Contains(" timeout ", StringComparison.Ordinal)
                    && (line.EndsWith(" comment") || line.Contains(" comment ", StringComparison.Ordinal));
            }
            else if (line.StartsWith(add))
            {
                listing.Add(line[add.Length..], isIPv6);
            }
        }

        return listing;
    }

    public static string Family(bool isIPv6) => isIPv6 ? "inet6" : "inet";

    // What the set has grown to is no part of its kind, and ipset would reserve as much each time it is told to make such a set.
    private static string WithoutSize(ReadOnlySpan<char> create)
    {
        const string Size = " hashsize ";
        var at = create.IndexOf(Size);
        var length = at < 0 ? -1 : create[(at + Size.Length)..].IndexOf(' ');
        return length < 0 ? create.ToString() : string.Concat(create[..at], create[(at + Size.Length + length)..]);
    }

    private void Add(ReadOnlySpan<char> element, bool isIPv6)
    {
        if (IpsetElement.TryParse(element, isIPv6, out var entry))
        {
            _entries.Add(entry);
        }
        else
        {
            HasOthers = true;
        }
    }
}
