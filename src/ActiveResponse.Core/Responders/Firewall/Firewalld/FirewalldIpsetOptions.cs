using ActiveResponse.Diagnostics;

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

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(FirewalldIpsetOptions))
            .NotBlank(Name)
            .Require(Zone is not null && FirewalldOptions.IsZone(Zone), FirewalldOptions.ZoneRequirement(Zone))
            .Form(Set, IsSet, "a letter, then letters, digits, '-' and '_', at most 30 characters")
            .Defined(Reload)
            .Range(MaxElements, 1024, 1 << 24)
            .FilePath(LockFile)
            .Range(LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .ThrowIfAny();

    private static bool IsSet(string set) =>
        set.Length <= 30 && char.IsAsciiLetter(set[0]) && set.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
