using System.Text;
using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.NullRoute;

public sealed class NullRouteConformanceTests : FirewallBackendConformance, IDisposable
{
    private NetworkLab? _lab;

    public void Dispose() => _lab?.Dispose();

    protected override async ValueTask<IFirewallBackend> CreateAsync() =>
        new NullRouteBackend(new NullRouteOptions(), (await LabAsync()).Firewall);

    protected override async ValueTask<string> DescribeHostAsync()
    {
        var space = (await LabAsync()).Firewall;
        return await space.ExecAsync("ip", "-4", "route", "show", "table", "all")
            + await space.ExecAsync("ip", "-6", "route", "show", "table", "all");
    }

    protected override async ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        await (await LabAsync()).Firewall.ExecAsync("ip", "route", "add", "blackhole", address.ToString(), "proto", "static");
        return true;
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var backend = await CreateAsync();
        _lab!.Firewall.Intercept = (command, run) =>
            run(
                command with
                {
                    StandardInput = Encoding.ASCII.GetBytes(
                        Regex.Replace(
                            Encoding.ASCII.GetString(command.StandardInput.Span),
                            $" {Regex.Escape(bad.ToString())}/",
                            " 192.0.2.300/"
                        )
                    ),
                }
            );
        return backend;
    }

    private async Task<NetworkLab> LabAsync() => _lab ??= await NetworkLab.SingleAsync();
}
