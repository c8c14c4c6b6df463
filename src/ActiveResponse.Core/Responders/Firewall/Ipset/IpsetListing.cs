namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The listing of a set.</summary>
internal sealed class IpsetListing
{
    private readonly List<FirewallEntry> _entries = [];
    private bool _fits;

    /// <summary>Our elements.</summary>
    public IReadOnlyList<FirewallEntry> Entries => _entries;

    /// <summary>Whether it has elements of others.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>The line that creates a set like this one; null if there is none.</summary>
    public string? Definition { get; private set; }

    /// <summary>Whether we may use the set: it is of our kind, and has an element of ours or none at all.</summary>
    public bool IsOurs => _fits && (_entries.Count > 0 || !HasOthers);

    /// <summary>Reads the output of <c>ipset save</c> for one set; skips what it doesn't know.</summary>
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

    /// <summary>Notes whether the set is of our kind.</summary>
    public void Describe(bool isOurKind) => _fits = isOurKind;

    /// <summary>Adds one of our elements.</summary>
    public void Add(FirewallEntry entry) => _entries.Add(entry);

    /// <summary>Notes an element of others.</summary>
    public void AddOther() => HasOthers = true;

    public static string Family(bool isIPv6) => isIPv6 ? "inet6" : "inet";

    // The grown hash size isn't part of the set's kind; ipset would reserve as much for each create command.
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
            Add(entry);
        }
        else
        {
            AddOther();
        }
    }
}
