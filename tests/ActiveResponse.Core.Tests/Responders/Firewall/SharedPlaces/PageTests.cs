using System.Text.RegularExpressions;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.BsdRoute;
using ActiveResponse.Responders.Firewall.Ipfilter;
using ActiveResponse.Responders.Firewall.Ipfw;
using ActiveResponse.Responders.Firewall.Npf;
using ActiveResponse.Responders.Firewall.Pf;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Docs;
using ActiveResponse.Tests.Responders.Firewall.BsdRoute;
using ActiveResponse.Tests.Responders.Firewall.Ipfilter;
using ActiveResponse.Tests.Responders.Firewall.Ipfw;
using ActiveResponse.Tests.Responders.Firewall.Npf;
using ActiveResponse.Tests.Responders.Firewall.Pf;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

/// <summary>The pages of these firewalls: their options and command lines are those of the code.</summary>
public sealed partial class PageTests
{
    [Theory]
    [InlineData("pf")]
    [InlineData("ipfw")]
    [InlineData("ipfilter")]
    [InlineData("npf")]
    [InlineData("bsd-route")]
    public async Task Shows_the_command_lines_of_a_first_block_and_its_end(string page)
    {
        var (host, backend, _) = Make(page);

        (await backend.AddAsync("192.0.2.1")).Should().OnlyContain(static result => result.IsSuccess);
        (await backend.RemoveAsync("192.0.2.1")).Should().OnlyContain(static result => result.IsSuccess);

        new MarkdownFile($"docs/responders/{page}.md")
            .Blocks("text")
            .Last()
            .Should()
            .Be(string.Concat(host.Calls.Select(static call => call + "\n")));
    }

    [Theory]
    [InlineData("pf")]
    [InlineData("ipfw")]
    [InlineData("ipfilter")]
    [InlineData("npf")]
    [InlineData("bsd-route")]
    public void Lists_every_option_with_its_default(string page)
    {
        var (_, _, options) = Make(page);

        Row()
            .Matches(RepositoryFiles.Read($"docs/responders/{page}.md"))
            .Select(static match => $"{match.Groups["name"].Value} = {match.Groups["default"].Value}")
            .Should()
            .Equal(options.GetType().GetProperties().Select(property => $"{property.Name} = {Written(property.GetValue(options)!)}"));
    }

    [Theory]
    [InlineData("pf")]
    [InlineData("npf")]
    public async Task Shows_the_lines_that_the_probe_asks_for(string page)
    {
        var (host, backend, _) = Make(page);
        host.Instead = command =>
        {
            if (command.Arguments.Contains("Tables"))
            {
                return CommandResult.Exited(0);
            }

            return command.Arguments.SequenceEqual(["show"]) ? CommandResult.Exited(0, "# filtering:\tactive\n") : null;
        };

        var reason = (await backend.ProbeAsync()).Reason;

        var lines = new MarkdownFile($"docs/responders/{page}.md")
            .Blocks("text")
            .First()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(3);
        reason.Should().EndWith(string.Join(" | ", lines));
    }

    private static (StandIn Host, IFirewallBackend Backend, object Options) Make(string page)
    {
        var (pf, ipfw, ipfilter, npf, route) = (
            new PfStandIn(),
            new IpfwStandIn(),
            new IpfilterStandIn(),
            new NpfStandIn(),
            new RouteStandIn()
        );
        return page switch
        {
            "pf" => (pf, new PfBackend(new PfOptions(), pf, HostSystem.OpenBsd), new PfOptions()),
            "ipfw" => (ipfw, new IpfwBackend(new IpfwOptions(), ipfw, HostSystem.FreeBsd), new IpfwOptions()),
            "ipfilter" => (ipfilter, new IpfilterBackend(new IpfilterOptions(), ipfilter, HostSystem.Solaris), new IpfilterOptions()),
            "npf" => (npf, new NpfBackend(new NpfOptions(), npf, HostSystem.NetBsd), new NpfOptions()),
            _ => (route, new BsdRouteBackend(new BsdRouteOptions(), route, HostSystem.MacOs), new BsdRouteOptions()),
        };
    }

    private static string Written(object value) =>
        value switch
        {
            true => "yes",
            false => "no",
            _ => $"`{value}`",
        };

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+)` \| (?<default>`[^`]+`|yes|no) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
