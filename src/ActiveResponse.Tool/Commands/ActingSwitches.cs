using System.CommandLine;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of each command that acts: responders, safety rails, and state.</summary>
internal sealed class ActingSwitches
{
    private readonly Option<string?> _firewall;
    private readonly Option<string?> _hostsDeny;
    private readonly Option<string?> _zone = CommonOptions.FirewalldZone();
    private readonly XdpSwitches _xdp = new();
    private readonly Option<string?> _state = CommonOptions.State();
    private readonly Option<string?> _control = CommonOptions.Control();
    private readonly Option<string?> _controlGroup = CommonOptions.SocketGroup();
    private readonly Option<int> _foldIPv6 = CommonOptions.FoldIPv6();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ScriptSwitches _scripts = new();
    private readonly GuardSwitches _guards;

    private readonly Option<bool> _disableAccount = new("--disable-account")
    {
        Description = "Lock accounts for disable-account, by passwd -l. Needs root; root, uid 0 and system accounts are never locked.",
    };

    private readonly Option<string?> _killSwitch = new("--kill-switch")
    {
        Description = "Kill switch: while this file exists, nothing new is done; existing blocks end on time.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="replaced">What the firewall replaces, for the help.</param>
    /// <param name="dryRun">The option for a dry run; null if the command has none.</param>
    public ActingSwitches(Command command, string replaced, Option<bool>? dryRun = null)
    {
        _firewall = new Option<string?>("--firewall")
        {
            Description = $"Block addresses with this firewall{replaced}. {RunSettings.AnyFirewall}: the best of this host. Needs root.",
            HelpName = "NAME",
        };
        _firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        _hostsDeny = new Option<string?>("--hosts-deny")
        {
            Description = $"Deny addresses in this file (created if missing){replaced}.",
            HelpName = "FILE",
        };
        CommonOptions.MustBeFile(_hostsDeny);
        foreach (
            var option in (Option[])[_firewall, _hostsDeny, _disableAccount, _state, _control, _controlGroup, _killSwitch, _foldIPv6, _json]
        )
        {
            command.Add(option);
        }

        _scripts.AddTo(command);
        command.Add(_zone);
        _xdp.AddTo(command);
        _guards = new GuardSwitches(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_firewall) is not null && result.GetResult(_hostsDeny) is not null)
            {
                result.AddError("Use either --firewall or --hosts-deny: the stock firewall names can refer to only one of them.");
            }

            var doesNothing = dryRun is not null && result.GetValue(dryRun);
            if (result.GetValue(_disableAccount) && !doesNothing && !Environment.IsPrivilegedProcess)
            {
                result.AddError("--disable-account needs root: no other user may lock accounts.");
            }
        });
    }

    /// <summary>The options of scripts.</summary>
    public ScriptSwitches Scripts => _scripts;

    /// <summary>The options that the original execd has no counterpart for.</summary>
    public IReadOnlyList<Option> BeyondExecd =>
        [
            _firewall,
            _hostsDeny,
            _disableAccount,
            _state,
            _control,
            _controlGroup,
            _killSwitch,
            _foldIPv6,
            _json,
            _scripts.Exit,
            _zone,
            .. _xdp.All,
            .. _guards.All,
        ];

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Converts these options to settings.</summary>
    /// <param name="settings">The settings from the command's own options.</param>
    /// <param name="parsed">The command line.</param>
    public RunSettings Complete(RunSettings settings, ParseResult parsed)
    {
        settings = settings with
        {
            Firewall = parsed.GetValue(_firewall),
            FirewalldZone = parsed.GetValue(_zone),
            Xdp = _xdp.Read(parsed),
            HostsDeny = parsed.GetValue(_hostsDeny),
            DisableAccount = parsed.GetValue(_disableAccount),
            ScriptOverrides = _scripts.Read(parsed),
            StateFile = StateFile.Choose(parsed.GetValue(_state)),
            ControlGroup = parsed.GetValue(_controlGroup) is { } group ? ControlGroup.Find(group) : null,
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
