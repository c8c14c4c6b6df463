using System.CommandLine;
using ActiveResponse.Responders.Firewall.Xdp;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of <c>--firewall xdp</c>.</summary>
internal sealed class XdpSwitches
{
    private readonly Option<string[]> _interfaces = new("--xdp-interface")
    {
        Description =
            "With --firewall xdp: the interface whose incoming packets are examined; repeatable. Default: those with a default route.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _folder = new("--xdp-folder")
    {
        Description = $"With --firewall xdp: the bpf file system that keeps the blocks. Default: {new XdpOptions().Folder}.",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _interfaces.Validators.Add(static result =>
        {
            if (result.Tokens.FirstOrDefault(static token => !XdpOptions.IsInterface(token.Value)) is { } bad)
            {
                result.AddError($"--xdp-interface: an interface has a name of 1 to 15 characters; '{bad.Value}' is none.");
            }
        });
        _folder.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && !IsFolder(result.Tokens[0].Value))
            {
                result.AddError("--xdp-folder must be the full path of a folder, without / at its end.");
            }
        });
        command.Add(_interfaces);
        command.Add(_folder);
    }

    /// <summary>The options, for tables of them.</summary>
    public IReadOnlyList<Option> All => [_interfaces, _folder];

    private static bool IsFolder(string path) =>
        Path.IsPathFullyQualified(path) && !path.Contains('\0') && !Path.EndsInDirectorySeparator(path);

    /// <summary>The settings; null for the defaults.</summary>
    public XdpOptions? Read(ParseResult parsed)
    {
        var interfaces = parsed.GetValue(_interfaces) ?? [];
        var folder = parsed.GetValue(_folder);
        var usual = new XdpOptions();
        return interfaces.Length == 0 && folder is null
            ? null
            : usual with
            {
                Interfaces = [.. interfaces],
                Folder = folder ?? usual.Folder,
            };
    }
}
