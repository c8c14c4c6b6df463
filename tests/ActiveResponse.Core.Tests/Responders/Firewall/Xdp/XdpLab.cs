using System.Text.RegularExpressions;
using ActiveResponse.Responders.Firewall.Xdp;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Network namespaces, and a bpf file system for what is attached to their interfaces.</summary>
internal sealed partial class XdpLab : IDisposable
{
    /// <summary>The firewall's interface towards the client.</summary>
    public const string Interface = "lan0";

    private readonly BpfFolder _folder;

    private XdpLab(NetworkLab network, BpfFolder folder) => (Network, _folder) = (network, folder);

    public NetworkLab Network { get; }

    public string Folder => _folder.Path;

    /// <summary>Our folder with maps, program and links.</summary>
    public string Pins => $"{Folder}/active_response_v1";

    public XdpOptions Options =>
        new()
        {
            Interfaces = [Interface],
            Folder = Folder,
            Mode = XdpMode.Generic,
        };

    /// <summary>A client, and a server with XDP.</summary>
    public static Task<XdpLab> PairAsync() => OfAsync(NetworkLab.PairAsync);

    /// <summary>A client, a server, and a router with XDP between them.</summary>
    public static Task<XdpLab> RoutedAsync() => OfAsync(NetworkLab.RoutedAsync);

    public XdpBackend Backend(XdpOptions? options = null, TimeProvider? clock = null) =>
        new(options ?? Options, clock ?? TimeProvider.System, Network.Firewall.Run);

    /// <summary>The programs attached to interfaces, without their numbers, and what our file system has.</summary>
    public async Task<string> DescribeAsync()
    {
        var links = await Network.Firewall.ExecAsync("ip", "link", "show");
        var attached = Attached().Matches(links).Select(static match => $"{match.Groups[1].Value} {match.Groups[2].Value}");
        return string.Join('\n', attached) + '\n' + _folder.Describe();
    }

    /// <summary>The number of one of the firewall's interfaces.</summary>
    public int IndexOf(string name)
    {
        var index = 0;
        Network.Firewall.Run(() => index = InterfaceDump.Read().Single(one => one.Name == name).Index);
        return index;
    }

    /// <summary>Detaches our program from one of the firewall's interfaces. Without its pin alone, the kernel would do so a moment
    /// later.</summary>
    public void Detach(string name) => new XdpPins(Options).DropLink(IndexOf(name));

    /// <summary>How many packets the program has dropped.</summary>
    public long Dropped()
    {
        using var maps = new XdpPins(Options).OpenMaps();
        return maps is null ? 0 : (long)XdpListing.Dropped(maps);
    }

    public void Dispose()
    {
        _folder.Dispose();
        Network.Dispose();
    }

    private static async Task<XdpLab> OfAsync(Func<Task<NetworkLab>> make)
    {
        var folder = BpfFolder.Mount();
        try
        {
            return new XdpLab(await make(), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    [GeneratedRegex(@"(\w+)@\w+: .*(xdp\w*)")]
    private static partial Regex Attached();
}
