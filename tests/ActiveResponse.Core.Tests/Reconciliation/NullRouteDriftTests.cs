using System.Text.RegularExpressions;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Tests.Responders.Firewall;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What somebody does to null routes while the engine runs.</summary>
public sealed class NullRouteDriftTests
{
    [Theory]
    [InlineData("route flush type blackhole", DriftScene.Hosts4)]
    [InlineData("-6 route flush type blackhole", 1)]
    [InlineData("route del blackhole 203.0.113.7", 1)]
    public async Task Routes_that_are_gone_come_back(string damage, int gone)
    {
        using var lab = await NetworkLab.SingleAsync();
        var space = lab.Firewall;
        await space.ExecAsync("ip", "route", "add", "unreachable", "198.51.100.7");
        await using var scene = new DriftScene("route-null", space, static builder => builder.AddNullRoute())
        {
            Ours = async () =>
                Regex.Replace(
                    await space.ExecAsync("ip", "route", "show", "type", "blackhole")
                        + await space.ExecAsync("ip", "-6", "route", "show", "type", "blackhole"),
                    " +",
                    " "
                ),
            Theirs = () => space.ExecAsync("ip", "route", "show", "type", "unreachable"),
        };

        await scene.RunAsync(gone, mostRuns: 4, () => space.ExecAsync(["ip", .. damage.Split(' ')]));
    }
}
