using System.Collections.Immutable;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Which accounts may be disabled.</summary>
public sealed record AccountOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>disable-account</c>.</summary>
    public string Name { get; init; } = "disable-account";

    /// <summary>Accounts that are never locked, by their exact names. Default: none beyond those that never are: uid 0, and our
    /// own.</summary>
    public ImmutableArray<string> AllowList { get; init; } = [];

    /// <summary>
    /// The lowest uid of an account that may be locked; those below belong to services. At least 1. Default: null, for the lowest that the
    /// system gives to people (Linux 1000, Solaris and illumos 100, AIX 200).
    /// </summary>
    public uint? MinimumUserId { get; init; }

    /// <summary>Whether the account that called <c>sudo</c> to start this process (<c>SUDO_USER</c>, <c>SUDO_UID</c>) is never locked.
    /// Default: yes.</summary>
    public bool ProtectSudoUser { get; init; } = true;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
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
