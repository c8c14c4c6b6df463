using System.Collections.Immutable;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Which accounts may be disabled.</summary>
public sealed record AccountOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>disable-account</c>.</summary>
    public string Name { get; init; } = "disable-account";

    /// <summary>Accounts that are never locked, by exact name, besides uid 0 and our own. Default: none.</summary>
    public ImmutableArray<string> AllowList { get; init; } = [];

    /// <summary>The lowest uid that may be locked; lower ones belong to services. At least 1. Default: null, the lowest that the system
    /// assigns to people (Linux 1000, Solaris and illumos 100, AIX 200).</summary>
    public uint? MinimumUserId { get; init; }

    /// <summary>Whether the account that started this process by <c>sudo</c> (<c>SUDO_USER</c>, <c>SUDO_UID</c>) is never locked. Default:
    /// yes.</summary>
    public bool ProtectSudoUser { get; init; } = true;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(AccountOptions))
            .NotBlank(Name)
            .Require(
                !AllowList.IsDefault && !AllowList.Any(string.IsNullOrWhiteSpace),
                "AllowList must hold names of accounts, none of them empty"
            )
            .Require(MinimumUserId is not 0, "MinimumUserId must be at least 1, because uid 0 is never locked")
            .ThrowIfAny();
}
