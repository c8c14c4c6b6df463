using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Options for sets of firewalld.</summary>
public sealed record FirewalldIpsetOptions
{
    internal const string DefaultLockFile = "/run/active-response-firewalld.lock";

    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>firewalld-ipset</c>.</summary>
    public string Name { get; init; } = "firewalld-ipset";

    /// <summary>The name of our two sets, to which <c>4</c> and <c>6</c> are appended: letters, digits, <c>-</c> and <c>_</c>, 30 at most.
    /// Default: <c>active-response</c>.</summary>
    public string Set { get; init; } = "active-response";

    /// <summary>The zone for packets from the sets, which decides their fate. Default: <c>drop</c>, which accepts nothing.</summary>
    public string Zone { get; init; } = "drop";

    /// <summary>Whether each entry is added to the permanent configuration too, so it survives a reload of firewalld. Default:
    /// no.</summary>
    public bool Permanent { get; init; }

    /// <summary>How requests reach firewalld. Default: over D-Bus, where possible.</summary>
    public FirewalldTransport Transport { get; init; }

    /// <summary>When firewalld may be reloaded for the very first block, and for uninstalling. Default: if the reload changes nothing
    /// else.</summary>
    public FirewalldReload Reload { get; init; } = FirewalldReload.WhenNothingChanges;

    /// <summary>The maximum number of entries of a set that firewalld creates; 1,024 to 16,777,216. Default: 131,072. Later changes don't
    /// affect an existing set, and with nftables firewalld 1.3.3 sets no limit.</summary>
    public int MaxElements { get; init; } = 131_072;

    /// <summary>The lock file for changes, a full path: changes replace sets as a whole, so concurrent changes would lose entries.
    /// Default: <c>/run/active-response-firewalld.lock</c>.</summary>
    public string LockFile { get; init; } = DefaultLockFile;

    /// <summary>How long a batch waits for other processes. 0 to 10 minutes. Default: 60 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(FirewalldIpsetOptions))
            .NotBlank(Name)
            .Require(Zone is not null && FirewalldOptions.IsZone(Zone), FirewalldOptions.ZoneRequirement(Zone))
            .Form(Set, IsSet, "a letter, then letters, digits, '-' and '_', at most 30 characters")
            .Defined(Reload)
            .Defined(Transport)
            .Range(MaxElements, 1024, 1 << 24)
            .FilePath(LockFile)
            .Range(LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .ThrowIfAny();

    private static bool IsSet(string set) =>
        set.Length <= 30 && char.IsAsciiLetter(set[0]) && set.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
