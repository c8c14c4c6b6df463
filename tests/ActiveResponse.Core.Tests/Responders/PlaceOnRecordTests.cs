using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders;

/// <summary>What one responder has put in place, only a responder of the same kind and place takes back, whatever they are
/// called.</summary>
public sealed class PlaceOnRecordTests
{
    private static readonly ManualClock Clock = new();
    private static readonly FakeCommandRunner Runner = new();

    // All of them mean the same executable, and some have the same name.
    private static readonly (string What, Func<IResponder> Make)[] All =
    [
        ("nftables", () => Firewall(new NftablesBackend(new NftablesOptions { Name = "firewall-drop" }, Runner, Clock))),
        (
            "another table",
            () => Firewall(new NftablesBackend(new NftablesOptions { Name = "firewall-drop", Table = "other" }, Runner, Clock))
        ),
        ("iptables", () => Firewall(new IptablesBackend(new IptablesOptions(), Runner, Clock))),
        ("another chain", () => Firewall(new IptablesBackend(new IptablesOptions { Chain = "other" }, Runner, Clock))),
        ("ipset", () => Firewall(new IpsetBackend(new IpsetOptions(), Runner, Clock))),
        ("other sets", () => Firewall(new IpsetBackend(new IpsetOptions { Set4 = "other4", Set6 = "other6" }, Runner, Clock))),
        ("hosts.deny", () => Firewall(new HostsDenyBackend(new HostsDenyOptions { File = "/srv/a/hosts.deny" }, Clock))),
        ("another file", () => Firewall(new HostsDenyBackend(new HostsDenyOptions { File = "/srv/b b/hosts.deny" }, Clock))),
        ("null routes", () => Firewall(new NullRouteBackend(new NullRouteOptions(), Runner))),
        ("another routing table", () => Firewall(new NullRouteBackend(new NullRouteOptions { Table = 100 }, Runner))),
        ("firewalld", () => Firewall(new FirewalldBackend(new FirewalldOptions(), Runner))),
        ("accounts", () => new DisableAccountResponder(new AccountOptions(), Runner, AccountSystem.Linux, OwnAccounts.Current())),
        ("a script", () => Script("/srv/a/bin")),
        ("a script of another folder", () => Script("/srv/b/bin")),
        ("a plug-in", () => new RecordingResponder("block-at-edge")),
    ];

    [Fact]
    public void Each_holds_its_own_and_nothing_of_the_others()
    {
        var order = Some.Order("firewall-drop");
        foreach (var (what, make) in All)
        {
            var place = make().PlaceFor(order);
            foreach (var (other, makeOther) in All)
            {
                var binding = Binding(makeOther());
                (binding.HolderOf(make().Name, order.Command, place) is not null)
                    .Should()
                    .Be(what == other, $"{what} is on record and {other} is there");
            }
        }
    }

    [Fact]
    public void Another_name_for_the_same_place_holds_it()
    {
        var order = Some.Order("nftables");
        var place = Firewall(new NftablesBackend(new NftablesOptions(), Runner, Clock)).PlaceFor(order);
        var renamed = Firewall(new NftablesBackend(new NftablesOptions { Name = "edge" }, Runner, Clock));

        Binding(renamed).HolderOf("nftables", order.Command, place).Should().BeSameAs(renamed);
    }

    [Fact]
    public void What_an_early_version_recorded_by_kind_alone_is_held_by_that_kind()
    {
        var order = Some.Order("firewall-drop");
        var other = Binding(Firewall(new NftablesBackend(new NftablesOptions { Table = "other" }, Runner, Clock)));

        other.HolderOf("firewall-drop", order.Command, "nftables").Should().NotBeNull();
        other.HolderOf("firewall-drop", order.Command, "nft").Should().BeNull();
        other.HolderOf("firewall-drop", order.Command, "iptables").Should().BeNull();
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public void A_script_is_the_same_whatever_protocol_is_usual_now(ScriptProtocol before)
    {
        var order = Some.Order("firewall-drop");
        Script("/srv/a/bin").IsAt(Script("/srv/a/bin", before).PlaceFor(order)).Should().BeTrue();
        Script("/srv/a/bin").IsAt(Script("/srv/b/bin", before).PlaceFor(order)).Should().BeFalse();
    }

    private static FirewallResponder Firewall(IFirewallBackend backend) => new(backend);

    private static ScriptResponder Script(string folder, ScriptProtocol protocol = ScriptProtocol.Wazuh4Stdin) =>
        new("firewall-drop", new ScriptFolder(folder), protocol, ExpectedFields.SourceAddress, Runner);

    private static ResponderBinding Binding(IResponder responder) =>
        responder is ScriptResponder script
            ? new ResponderBinding([], new OneScript(script))
            : new ResponderBinding(
                [new ResponderRegistration(responder, [.. StockNames.AddressBlocking.Except([responder.Name])])],
                scripts: null
            );

    private sealed class OneScript(ScriptResponder script) : IScriptResponders
    {
        public IResponder Find(CommandDefinition command, out string? whyNot)
        {
            whyNot = null;
            return script;
        }
    }
}
