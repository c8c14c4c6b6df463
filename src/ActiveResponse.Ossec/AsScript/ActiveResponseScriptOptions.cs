using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Guards;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>How a responder runs as a script.</summary>
public sealed record ActiveResponseScriptOptions
{
    /// <summary>The name the script was called by. Default: null, for the one this process was started under.</summary>
    public string? Program { get; init; }

    /// <summary>The folder the agent is installed in, e.g. <c>/var/ossec</c>. Default: null, for the one above <c>active-response/bin</c>
    /// where the script was called, else the working folder.</summary>
    public string? Home { get; init; }

    /// <summary>
    /// Where one run tells later ones whose an effect is; made if missing. Nobody else may write there. Default: null, for
    /// <c>/var/lib/active-response/scripts</c> as root, and a folder of the user's otherwise.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>How long the responder may take. 1 s – 1 h. Default: 2 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether addresses are refused that would cut this host off: loopback and the like, its own, its gateways, name servers and DHCP
    /// servers, and its managers. Default: yes.
    /// </summary>
    public bool ProtectsHost { get; init; } = true;

    /// <summary>Whether <c>etc/ossec.conf</c> of the agent is asked for managers and allowed addresses. Default: yes.</summary>
    public bool ReadsAgentConfig { get; init; } = true;

    /// <summary>Addresses, networks and host names that are never acted on. Default: none beyond those of the agent's
    /// configuration.</summary>
    public AllowList AllowList { get; init; } = AllowList.Empty;

    /// <summary>Further guards, asked before an effect is put in place. Default: none.</summary>
    public ImmutableArray<IResponseGuard> Guards { get; init; } = [];

    /// <summary>The time of the log, and of the deadline. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
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
