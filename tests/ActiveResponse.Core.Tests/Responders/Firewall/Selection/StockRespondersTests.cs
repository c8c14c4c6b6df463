using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>What the executables of a stock configuration come to.</summary>
public sealed partial class StockRespondersTests
{
    [Fact]
    public void Every_stock_name_of_this_system_is_carried_out()
    {
        using var services = Services(static builder => builder.AddStockResponders().AddDisableAccount());
        var binding = services.GetRequiredService<ResponderBinding>();

        var names = StockNames
            .AddressBlocking.Concat(StockNames.AccountDisabling)
            .ToDictionary(static name => name, name => NameOf(binding, name));

        names
            .Where(static pair => StockNames.PacketFiltering.Contains(pair.Key))
            .Should()
            .OnlyContain(static pair => pair.Value == "firewall-drop");
        names
            .Where(static pair => StockNames.AccountDisabling.Contains(pair.Key))
            .Should()
            .OnlyContain(static pair => pair.Value == "disable-account");
        if (OperatingSystem.IsLinux())
        {
            names
                .Where(static pair => StockNames.HostDenying.Contains(pair.Key))
                .Should()
                .OnlyContain(static pair => pair.Value == "host-deny");
            names
                .Where(static pair => StockNames.NullRouting.Contains(pair.Key))
                .Should()
                .OnlyContain(static pair => pair.Value == "route-null");
        }
    }

    [Fact]
    public void The_page_has_the_names_that_are_bound_and_no_others()
    {
        var cells = RepositoryFiles
            .Read("docs/responders/firewall-drop.md")
            .Split("## Names")[1]
            .Split('\n')
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|')[1]);

        var named = cells
            .SelectMany(static cell => ExecutableName().Matches(cell))
            .SelectMany(static match =>
                match.Groups["also"].Success
                    ? [match.Groups["name"].Value, match.Groups["name"].Value + ".sh"]
                    : new[] { match.Groups["name"].Value }
            );

        named.Should().BeEquivalentTo(StockNames.AddressBlocking.Concat(StockNames.AccountDisabling));
    }

    [Fact]
    public void All_names_can_mean_the_one_firewall()
    {
        using var services = Services(static builder => builder.AddFirewallDrop(executables: StockNames.AddressBlocking));
        var binding = services.GetRequiredService<ResponderBinding>();

        StockNames.AddressBlocking.Select(name => NameOf(binding, name)).Should().OnlyContain(static name => name == "firewall-drop");
    }

    [Fact]
    public void What_is_known_here_can_be_chosen()
    {
        FirewallDropOptions.Known.Should().Contain(StockFirewalls.NamesOf(HostSystems.Current));
        foreach (var name in FirewallDropOptions.Known)
        {
            using var services = Services(builder => builder.AddFirewallDrop(new FirewallDropOptions { Use = [name] }));
            FluentActions.Invoking(() => services.GetRequiredService<FirewallSelection>()).Should().NotThrow();
        }
    }

    [GeneratedRegex(@"`(?<name>[\w.-]+)(?<also>\(\.sh\))?`")]
    private static partial Regex ExecutableName();

    private static string? NameOf(ResponderBinding binding, string executable)
    {
        var command = Some.Command(executable);
        return binding.TryFind(command, out var found) ? found.Name : null;
    }

    private static ServiceProvider Services(Action<ActiveResponseBuilder> compose)
    {
        var services = new ServiceCollection();
        compose(services.AddActiveResponse());
        return services.BuildServiceProvider();
    }
}
