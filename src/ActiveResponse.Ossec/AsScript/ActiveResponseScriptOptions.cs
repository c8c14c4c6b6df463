using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Guards;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Options for running a responder as a script.</summary>
public sealed record ActiveResponseScriptOptions
{
    /// <summary>The script's name. Default: null, the name this process was started by.</summary>
    public string? Program { get; init; }

    /// <summary>The agent's installation folder, e.g. <c>/var/ossec</c>. Default: null, the one above <c>active-response/bin</c> if the
    /// script is there, otherwise the working folder.</summary>
    public string? Home { get; init; }

    /// <summary>The folder where one run records its effects for later ones; created if missing. No one else may write there. Default:
    /// null, <c>/var/lib/active-response/scripts</c> as root, otherwise a folder of the user's.</summary>
    public string? StateFolder { get; init; }

    /// <summary>How long the responder may take. 1 s – 1 h. Default: 2 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether to refuse addresses that would cut this host off: loopback and the like, its own, its gateways, name servers, DHCP
    /// servers, and managers. Default: yes.</summary>
    public bool ProtectsHost { get; init; } = true;

    /// <summary>Whether to read managers and allowed addresses from the agent's <c>etc/ossec.conf</c>. Default: yes.</summary>
    public bool ReadsAgentConfig { get; init; } = true;

    /// <summary>Addresses, networks and host names that are never acted on, besides those of the agent's configuration. Default:
    /// none.</summary>
    public AllowList AllowList { get; init; } = AllowList.Empty;

    /// <summary>Further guards, checked before an effect is applied. Default: none.</summary>
    public ImmutableArray<IResponseGuard> Guards { get; init; } = [];

    /// <summary>The clock for the log and the deadline. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(ActiveResponseScriptOptions))
            .Range(Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .NotNull(AllowList)
            .NotNull(Clock)
            .Require(!Guards.IsDefault, "Guards must be a list; leave it empty for none")
            .Require(
                StateFolder is null || Path.IsPathFullyQualified(StateFolder),
                $"StateFolder must be a full path but is '{SafeText.Of(StateFolder)}'"
            )
            .ThrowIfAny();
}
