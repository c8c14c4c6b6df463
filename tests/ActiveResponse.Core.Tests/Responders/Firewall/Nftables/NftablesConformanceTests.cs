using System.Text;
using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

public class NftablesConformanceTests : FirewallBackendConformance, IDisposable
{
    private NetworkLab? _lab;

    // Listing rounds to whole seconds, and a busy machine may take its time between an add and its listing. The ends in these tests are
    // minutes apart.
    protected override TimeSpan Precision => TimeSpan.FromSeconds(30);

    public void Dispose()
    {
        _lab?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async ValueTask<IFirewallBackend> CreateAsync() => Backend(await LabAsync());

    protected override async ValueTask<string> DescribeHostAsync() =>
        Regex.Replace(await (await LabAsync()).Firewall.ExecAsync("nft", "list", "ruleset"), " expires [0-9a-z]+", "");

    protected override async ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        await (await LabAsync()).Firewall.NftAsync(
            $$"""
            add table inet filter
            add set inet filter hosts4 { type ipv4_addr; elements = { {{address}} }; }
            add chain inet filter input { type filter hook input priority 0; policy accept; }
            add rule inet filter input ip saddr @hosts4 drop
            """
        );
        return true;
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var lab = await LabAsync();
        lab.Firewall.Intercept = (command, run) =>
            run(
                command with
                {
                    StandardInput = Encoding.ASCII.GetBytes(
                        Regex.Replace(
                            Encoding.ASCII.GetString(command.StandardInput.Span),
                            $@"(?<![0-9.]){Regex.Escape(bad.ToString())}(?![0-9.])",
                            "192.0.2.300"
                        )
                    ),
                }
            );
        return Backend(lab);
    }

    private protected virtual NftablesBackend Backend(NetworkLab lab) => new(new NftablesOptions(), lab.Firewall, TimeProvider.System);

    private protected async Task<NetworkLab> LabAsync() => _lab ??= await NetworkLab.SingleAsync();
}
