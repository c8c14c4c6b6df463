using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Notifications;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.NullRoute;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>Options that are out of range fail the start of the host, each with the same kind of error.</summary>
public sealed class OptionsAtStartTests
{
    private static readonly Dictionary<string, Action<ActiveResponseBuilder>> Calls = new()
    {
        ["AddNftables"] = static builder => builder.AddNftables(new NftablesOptions { Name = " " }),
        ["AddXdp"] = static builder => builder.AddXdp(new XdpOptions { Name = " " }),
        ["AddIptables"] = static builder => builder.AddIptables(new IptablesOptions { Name = " " }),
        ["AddIpset"] = static builder => builder.AddIpset(new IpsetOptions { Name = " " }),
        ["AddFirewalld"] = static builder => builder.AddFirewalld(new FirewalldOptions { Name = " " }),
        ["AddFirewalldIpset"] = static builder => builder.AddFirewalldIpset(new FirewalldIpsetOptions { Name = " " }),
        ["AddNullRoute"] = static builder => builder.AddNullRoute(new NullRouteOptions { Name = " " }),
        ["AddBsdRoute"] = static builder => builder.AddBsdRoute(new BsdRouteOptions { Name = " " }),
        ["AddWindowsRoute"] = static builder => builder.AddWindowsRoute(new WindowsRouteOptions { Name = " " }),
        ["AddHostsDeny"] = static builder => builder.AddHostsDeny(new HostsDenyOptions { Name = " " }),
        ["AddPf"] = static builder => builder.AddPf(new PfOptions { Name = " " }),
        ["AddIpfw"] = static builder => builder.AddIpfw(new IpfwOptions { Name = " " }),
        ["AddIpfilter"] = static builder => builder.AddIpfilter(new IpfilterOptions { Name = " " }),
        ["AddNpf"] = static builder => builder.AddNpf(new NpfOptions { Name = " " }),
        ["AddNetsh"] = static builder => builder.AddNetsh(new NetshOptions { Name = " " }),
        ["AddAixIpsec"] = static builder => builder.AddAixIpsec(new AixIpsecOptions { Name = " " }),
        ["AddDisableAccount"] = static builder => builder.AddDisableAccount(new AccountOptions { Name = " " }),
        ["AddFirewallDrop"] = static builder => builder.AddFirewallDrop(new FirewallDropOptions { Name = " " }),
        ["AddStockResponders"] = static builder => builder.AddStockResponders(new FirewallDropOptions { Name = " " }),
        ["AddAlertFile"] = static builder => builder.AddAlertFile("a", new AlertFileOptions { PollInterval = TimeSpan.Zero }),
        ["AddWebhookNotifications"] = static builder =>
            builder.AddWebhookNotifications(new WebhookNotificationOptions { Url = new Uri("ftp://example.com/") }),
        ["AddProgramNotifications"] = static builder =>
            builder.AddProgramNotifications(new ProgramNotificationOptions { Executable = "relative" }),
        ["UseScripts"] = static builder => builder.UseScripts(new ScriptOptions { Folder = "" }),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_option_out_of_its_range_fails_the_start(string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Calls[name](builder.Services.AddActiveResponse());
        using var host = builder.Build();

        (await host.Awaiting(static h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should()
            .MatchRegex(@"^\w+Options\.\w+ must ");
    }

    [Fact]
    public void Every_call_that_takes_options_is_tried() =>
        typeof(ActiveResponseBuilder)
            .Assembly.GetTypes()
            .Where(static type => type.IsPublic && type.IsAbstract && type.IsSealed)
            .SelectMany(static type => type.GetMethods())
            .Where(static method =>
                method.ReturnType == typeof(ActiveResponseBuilder)
                && method
                    .GetParameters()
                    .Any(static parameter => parameter.ParameterType.Name.EndsWith("Options", StringComparison.Ordinal))
            )
            .Select(static method => method.Name)
            .Distinct()
            .Should()
            .BeEquivalentTo(Calls.Keys);

    [Fact]
    public void An_address_that_was_never_set_is_one_address_and_not_all_of_them() =>
        default(AddressPrefix).ToString().Should().Be("0.0.0.0");
}
