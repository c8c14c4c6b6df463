using System.CommandLine;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options that name the responders to revert with when no agent runs.</summary>
internal sealed class RevertOptions
{
    private readonly Option<string?> _firewall;
    private readonly Option<string?> _hostsDeny;
    private readonly Option<bool> _disableAccount;
    private readonly Option<string?> _scripts;
    private readonly Option<string?> _zone = CommonOptions.FirewalldZone();
    private readonly XdpSwitches _xdp = new();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="description">Their description.</param>
    public RevertOptions(Command command, string description)
    {
        _firewall = new Option<string?>("--firewall") { Description = description, HelpName = "NAME" };
        _hostsDeny = new Option<string?>("--hosts-deny") { Description = description, HelpName = "FILE" };
        _disableAccount = new Option<bool>("--disable-account") { Description = description };
        _scripts = new Option<string?>("--scripts") { Description = description, HelpName = "DIR" };
        _firewall.AcceptOnlyFromAmong([RunSettings.AnyFirewall, .. FirewallDropOptions.Known]);
        CommonOptions.MustBeFile(_hostsDeny);
        command.Add(_firewall);
        command.Add(_hostsDeny);
        command.Add(_disableAccount);
        command.Add(_scripts);
        command.Add(_zone);
        _xdp.AddTo(command);
    }

    /// <summary>The settings of an agent that only reverts.</summary>
    public RunSettings SettingsOf(ParseResult parsed, string? stateFile) =>
        new()
        {
            AlertsFile = "-",
            Firewall = parsed.GetValue(_firewall),
            FirewalldZone = parsed.GetValue(_zone),
            Xdp = _xdp.Read(parsed),
            HostsDeny = parsed.GetValue(_hostsDeny),
            DisableAccount = parsed.GetValue(_disableAccount),
            Scripts = parsed.GetValue(_scripts),
            StateFile = stateFile,
        };
}
