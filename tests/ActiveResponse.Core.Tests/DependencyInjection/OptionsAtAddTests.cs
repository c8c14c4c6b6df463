using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
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
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>Options that are out of range are an error of the call that takes them, and not of a later start.</summary>
public sealed class OptionsAtAddTests
{
    private static readonly Dictionary<string, Action<ActiveResponseBuilder>> Calls = new()
    {
        [nameof(ActiveResponseBuilderExtensions.AddNftables)] = static builder => builder.AddNftables(new NftablesOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddIptables)] = static builder => builder.AddIptables(new IptablesOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddIpset)] = static builder => builder.AddIpset(new IpsetOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddFirewalld)] = static builder =>
            builder.AddFirewalld(new FirewalldOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddFirewalldIpset)] = static builder =>
            builder.AddFirewalldIpset(new FirewalldIpsetOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddNullRoute)] = static builder =>
            builder.AddNullRoute(new NullRouteOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddBsdRoute)] = static builder => builder.AddBsdRoute(new BsdRouteOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddWindowsRoute)] = static builder =>
            builder.AddWindowsRoute(new WindowsRouteOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddHostsDeny)] = static builder =>
            builder.AddHostsDeny(new HostsDenyOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddPf)] = static builder => builder.AddPf(new PfOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddIpfw)] = static builder => builder.AddIpfw(new IpfwOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddIpfilter)] = static builder => builder.AddIpfilter(new IpfilterOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddNpf)] = static builder => builder.AddNpf(new NpfOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddNetsh)] = static builder => builder.AddNetsh(new NetshOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddAixIpsec)] = static builder => builder.AddAixIpsec(new AixIpsecOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddDisableAccount)] = static builder =>
            builder.AddDisableAccount(new AccountOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddFirewallDrop)] = static builder =>
            builder.AddFirewallDrop(new FirewallDropOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddStockResponders)] = static builder =>
            builder.AddStockResponders(new FirewallDropOptions { Name = " " }),
        [nameof(ActiveResponseBuilderExtensions.AddAlertFile)] = static builder =>
            builder.AddAlertFile("a", new AlertFileOptions { PollInterval = TimeSpan.Zero }),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_option_is_an_error_of_the_call(string name) =>
        Calls[name].Invoking(static call => call(new ServiceCollection().AddActiveResponse())).Should().Throw<ArgumentException>();

    [Fact]
    public void Every_call_that_takes_options_is_tried() =>
        typeof(ActiveResponseBuilderExtensions)
            .GetMethods()
            .Where(static method =>
                method.Name.StartsWith("Add", StringComparison.Ordinal)
                && method
                    .GetParameters()
                    .Any(static parameter => parameter.ParameterType.Name.EndsWith("Options", StringComparison.Ordinal))
            )
            .Select(static method => method.Name)
            .Distinct()
            .Should()
            .BeSubsetOf(Calls.Keys);

    [Fact]
    public void An_address_that_was_never_set_is_one_address_and_not_all_of_them() =>
        default(AddressPrefix).ToString().Should().Be("0.0.0.0");
}
