using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The folder, protocols and limits of scripts.</summary>
public sealed record ScriptOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The folder, e.g. <c>/var/ossec/active-response/bin</c>. Neither it nor a script may be writable by others.</summary>
    public required string Folder { get; init; }

    /// <summary>The protocol of scripts. Default: null, the one of the configuration's dialect (OSSEC: arguments; Wazuh: Wazuh
    /// 4).</summary>
    public ScriptProtocol? Protocol { get; init; }

    /// <summary>The protocols of single executables, by exact name. Default: none.</summary>
    public ImmutableDictionary<string, ScriptProtocol> ProtocolOf { get; init; } = ImmutableDictionary<string, ScriptProtocol>.Empty;

    /// <summary>How long a Wazuh script may take to name its keys; then its input is closed, which frees a script that reads to the end
    /// first. 100 ms to 10 minutes. Default: 10 seconds.</summary>
    public TimeSpan KeysWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The limits of one run, each 100 ms to 1 hour. Default: <see cref="CommandLimits.Default"/>. The deadline of all responders
    /// (<c>ExecutionOptions.Deadline</c>, 30 seconds) applies too.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>Settings of single executables, by exact name. Default: none.</summary>
    public ImmutableDictionary<string, ScriptOverrides> Overrides { get; init; } = ImmutableDictionary<string, ScriptOverrides>.Empty;

    internal ScriptOverrides OverridesOf(string executable) => Overrides.GetValueOrDefault(executable) ?? new ScriptOverrides();

    /// <summary>The protocol of an executable.</summary>
    internal ScriptProtocol For(string executable, ScriptProtocol usual) =>
        ProtocolOf.TryGetValue(executable, out var own) ? own : Protocol ?? usual;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate()
    {
        var validation = new OptionsValidation(typeof(ScriptOptions))
            .NotBlank(Folder)
            .NotNull(ProtocolOf)
            .NotNull(Limits)
            .NotNull(Overrides)
            .Range(KeysWithin, Shortest, TimeSpan.FromMinutes(10));
        if (Limits is not null)
        {
            validation
                .Range(Limits.StopAfter, Shortest, TimeSpan.FromHours(1))
                .Range(Limits.KillAfter, Shortest, TimeSpan.FromHours(1))
                .Range(Limits.AbandonAfter, Shortest, TimeSpan.FromHours(1));
        }

        foreach (var (executable, overrides) in Overrides ?? ImmutableDictionary<string, ScriptOverrides>.Empty)
        {
            overrides.Validate(executable, validation);
        }

        validation.ThrowIfAny();
    }
}
