using System.CommandLine;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>Options of several commands.</summary>
internal static class CommonOptions
{
    public static Option<string> Dialect()
    {
        var option = new Option<string>("--dialect")
        {
            Description = "The dialect: wazuh (default) or ossec.",
            DefaultValueFactory = static _ => "wazuh",
        };
        option.AcceptOnlyFromAmong("wazuh", "ossec");
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, one object per line." };

    public static Option<string?> State()
    {
        var option = new Option<string?>("--state")
        {
            Description =
                $"Keep state in this file, created if missing; {StateFile.None} for memory. Default: {StateFile.Default} as root "
                + "on Linux, otherwise memory.",
            HelpName = "FILE|none",
        };
        option.Validators.Add(result =>
        {
            if (StateFile.Problem(result.GetValueOrDefault<string?>()) is { } problem)
            {
                result.AddError(problem);
            }
        });
        return option;
    }

    public static Option<string?> Control()
    {
        var option = new Option<string?>("--control")
        {
            Description =
                $"The socket of the running agent; {ControlSocket.None} for no socket. Default: control.sock beside the state file.",
            HelpName = "PATH|none",
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && (string.IsNullOrWhiteSpace(path) || path.Contains('\0')))
            {
                result.AddError($"--control must be a path, or {ControlSocket.None} for no socket.");
            }
        });
        return option;
    }

    /// <summary>The group that may use the control socket.</summary>
    public static Option<string?> SocketGroup()
    {
        var option = new Option<string?>("--control-group")
        {
            Description =
                "Let the members of this group use the control socket too, e.g. for a dashboard without root; they may do all that the "
                + "agent may. Linux.",
            HelpName = "NAME",
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && ControlGroup.Find(name) is null)
            {
                result.AddError($"--control-group: there is no group '{name}' in /etc/group.");
            }
        });
        return option;
    }

    /// <summary>The firewalld zone for blocks.</summary>
    public static Option<string?> FirewalldZone()
    {
        var option = new Option<string?>("--firewalld-zone")
        {
            Description = "The firewalld zone for blocks, with --firewall firewalld-drop or auto. Default: its default zone.",
            HelpName = "ZONE",
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } zone && !FirewalldOptions.IsZone(zone))
            {
                result.AddError($"--firewalld-zone: a zone name has letters, digits, - and _, 17 at most; '{zone}' is invalid.");
            }
        });
        return option;
    }

    /// <summary>Refuses a folder instead of a file: otherwise the error would only show with the first block.</summary>
    public static void MustBeFile(Option<string?> option) =>
        option.Validators.Add(result =>
        {
            if (
                result.GetValueOrDefault<string?>() is { } file
                && (string.IsNullOrWhiteSpace(file) || Path.EndsInDirectorySeparator(file) || Directory.Exists(file))
            )
            {
                result.AddError($"{option.Name} must be a file; '{file}' is a folder.");
            }
        });

    public static Option<int> FoldIPv6()
    {
        var option = new Option<int>("--fold-ipv6")
        {
            Description =
                "Block the network of this length for an IPv6 address, with firewalls that support networks; 64 is recommended. "
                + "Default: 128, the address alone.",
            HelpName = "LENGTH",
            DefaultValueFactory = static _ => 128,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 32 or > 128)
            {
                result.AddError("--fold-ipv6 must be 32 to 128.");
            }
        });
        return option;
    }

    public static Option<string?> Home() =>
        new("--home")
        {
            Description =
                "The folder of the OSSEC or Wazuh the configuration belongs to, e.g. /var/ossec: its service account, which "
                + "owns etc, may write the file.",
            HelpName = "DIR",
        };

    public static Option<string> Config() =>
        new("--config")
        {
            Description = "The ossec.conf to use.",
            Required = true,
            HelpName = "FILE",
        };
}
