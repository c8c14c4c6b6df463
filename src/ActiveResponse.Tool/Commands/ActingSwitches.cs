using System.CommandLine;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of each command that acts: what with, within which safety rails, and where its state is.</summary>
internal sealed class ActingSwitches
{
    private readonly Option<string?> _firewall;
    private readonly Option<string?> _hostsDeny;
    private readonly Option<string?> _zone = CommonOptions.FirewalldZone();
    private readonly Option<string?> _state = CommonOptions.State();
    private readonly Option<string?> _control = CommonOptions.Control();
    private readonly Option<int> _foldIPv6 = CommonOptions.FoldIPv6();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ScriptSwitches _scripts = new();
    private readonly GuardSwitches _guards;

    private readonly Option<bool> _disableAccount = new("--disable-account")
    {
        Description =
            "Lock the accounts that disable-account is about, by passwd -l. Takes root; root, uid 0 and system accounts are never locked.",
    };

    private readonly Option<string?> _killSwitch = new("--kill-switch")
    {
        Description = "While this file is there, nothing new is done and nothing is lifted by it.",
        HelpName = "FILE",
    };

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="replaced">What the firewall stands for, in words for the help.</param>
    /// <param name="dryRun">The option by which the command does nothing; null when it has none.</param>
    public ActingSwitches(Command command, string replaced, Option<bool>? dryRun = null)
    {
        _firewall = new Option<string?>("--firewall")
        {
            Description = $"Block addresses with this firewall{replaced}. {RunSettings.AnyFirewall}: the best of this host. Takes root.",
            HelpName = "NAME",
        };
        _firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        _hostsDeny = new Option<string?>("--hosts-deny")
        {
            Description = $"Deny addresses in this file (made if missing){replaced}.",
            HelpName = "FILE",
        };
        CommonOptions.MustBeFile(_hostsDeny);
        foreach (var option in (Option[])[_firewall, _hostsDeny, _disableAccount, _state, _control, _killSwitch, _foldIPv6, _json])
        {
            command.Add(option);
        }

        _scripts.AddTo(command);
        command.Add(_zone);
        _guards = new GuardSwitches(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_firewall) is not null && result.GetResult(_hostsDeny) is not null)
            {
                result.AddError("--firewall and --hosts-deny exclude each other: the stock firewall names can mean only one of them.");
            }

            var doesNothing = dryRun is not null && result.GetValue(dryRun);
            if (result.GetValue(_disableAccount) && !doesNothing && !Environment.IsPrivilegedProcess)
            {
                result.AddError("--disable-account takes root: nobody else may lock accounts.");
            }
        });
    }

    /// <summary>The options of scripts.</summary>
    public ScriptSwitches Scripts => _scripts;

    /// <summary>Those that the original execd has nothing like.</summary>
    public IReadOnlyList<Option> BeyondExecd =>
        [_firewall, _hostsDeny, _disableAccount, _state, _control, _killSwitch, _foldIPv6, _json, _scripts.Exit, _zone, .. _guards.All];

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Settings with what these options say.</summary>
    /// <param name="settings">What the command's own options say.</param>
    /// <param name="parsed">The command line.</param>
    public RunSettings Complete(RunSettings settings, ParseResult parsed)
    {
        settings = settings with
        {
            Firewall = parsed.GetValue(_firewall),
            FirewalldZone = parsed.GetValue(_zone),
            HostsDeny = parsed.GetValue(_hostsDeny),
            DisableAccount = parsed.GetValue(_disableAccount),
            ScriptOverrides = _scripts.Read(parsed),
            StateFile = StateFile.Choose(parsed.GetValue(_state)),
            FoldIPv6To = parsed.GetValue(_foldIPv6),
            Guards = _guards.SettingsOf(parsed),
            KillSwitch = parsed.GetValue(_killSwitch) is { Length: > 0 } file ? Path.GetFullPath(file) : null,
        };
        return settings with
        {
            ControlSocket = ControlSocket.Choose(parsed.GetValue(_control), settings.KeepsState ? settings.StateFile : null),
        };
    }
}
