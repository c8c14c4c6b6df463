namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>How addresses are blocked with sets of firewalld.</summary>
public sealed record FirewalldIpsetOptions
{
    internal const string DefaultLockFile = "/run/active-response-firewalld.lock";

    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>firewalld-ipset</c>.</summary>
    public string Name { get; init; } = "firewalld-ipset";

    /// <summary>
    /// What the two sets that are ours alone are called, with <c>4</c> and <c>6</c> behind it: letters, digits, <c>-</c> and <c>_</c>, 30
    /// at most. Default: <c>active-response</c>.
    /// </summary>
    public string Set { get; init; } = "active-response";

    /// <summary>The zone that packets from the sets are sent to, which decides what becomes of them. Default: <c>drop</c>, in which nothing
    /// is let in.</summary>
    public string Zone { get; init; } = "drop";

    /// <summary>Whether each entry is put into the permanent configuration too, so that it outlives a reload of firewalld. Default:
    /// no.</summary>
    public bool Permanent { get; init; }

    /// <summary>
    /// When firewalld may be reloaded for the first block ever, and for uninstalling. Default: when nothing else changes by it.
    /// </summary>
    public FirewalldReload Reload { get; init; } = FirewalldReload.WhenNothingChanges;

    /// <summary>How many addresses a set may hold where firewalld works with ipset; set once, when it is made. 1,024 to 16,777,216.
    /// Default: 131,072.</summary>
    public int MaxElements { get; init; } = 131_072;

    /// <summary>
    /// The file that is locked during a change, a full path: firewall-cmd replaces sets as a whole, and two at once would lose entries.
    /// Default: <c>/run/active-response-firewalld.lock</c>.
    /// </summary>
    public string LockFile { get; init; } = DefaultLockFile;

    /// <summary>How long a batch waits for other processes to finish theirs. 0 to 10 minutes. Default: 60 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrEmpty(Zone);
        FirewalldOptions.CheckZone(Zone);
        ArgumentException.ThrowIfNullOrEmpty(Set);
        if (Set.Length > 30 || !char.IsAsciiLetter(Set[0]) || !Set.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"A set is named by a letter, then letters, digits, '-' and '_', 30 at most, and '{Set}' is not.",
                nameof(Set)
            );
        }

        if (!Enum.IsDefined(Reload))
        {
            throw new ArgumentOutOfRangeException(nameof(Reload), Reload, "When nothing changes, always, or never.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxElements, 1024, nameof(MaxElements));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxElements, 1 << 24, nameof(MaxElements));
        if (!Path.IsPathFullyQualified(LockFile) || Path.EndsInDirectorySeparator(LockFile))
        {
            throw new ArgumentException($"The lock file must be a full path of a file, and '{LockFile}' is none.", nameof(LockFile));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.Zero, nameof(LockTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockTimeout, TimeSpan.FromMinutes(10), nameof(LockTimeout));
    }
}
