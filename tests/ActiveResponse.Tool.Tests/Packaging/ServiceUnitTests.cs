using System.Globalization;
using System.Text.RegularExpressions;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>The units of systemd that packages have.</summary>
public sealed partial class ServiceUnitTests
{
    public static TheoryData<string> Units =>
        [.. Directory.GetFiles(Inputs.Repository("packaging/systemd"), "*.service").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Units))]
    public void Its_exposure_is_2_5_at_most(string unit)
    {
        Programs.Need("systemd-analyze", "systemd");
        var (_, text) = Programs.Run("systemd-analyze", "security", "--offline=true", Inputs.Repository($"packaging/systemd/{unit}"));

        var score = Exposure().Match(text);
        score.Success.Should().BeTrue(text);
        double.Parse(score.Groups[1].Value, CultureInfo.InvariantCulture).Should().BeLessThanOrEqualTo(2.5);
    }

    [Fact]
    public void The_agent_may_change_the_firewall_and_read_alerts_and_nothing_else()
    {
        var unit = File.ReadAllLines(Inputs.Repository("packaging/systemd/active-response.service"));

        unit.Should().Contain("CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_DAC_READ_SEARCH");
        unit.Should().NotContain(static line => line.StartsWith("AmbientCapabilities", StringComparison.Ordinal));
        unit.Should().Contain("Type=notify").And.Contain("ProtectSystem=strict");
        unit.Should().Contain(static line => line.StartsWith("WatchdogSec=", StringComparison.Ordinal));
    }

    [Fact]
    public void The_agent_is_started_before_the_network_and_not_after_what_needs_it()
    {
        var unit = File.ReadAllLines(Inputs.Repository("packaging/systemd/active-response.service"));

        unit.Should().Contain("Before=network-pre.target shutdown.target").And.Contain("Wants=network-pre.target");

        // With them it would come after basic.target, and on some systems that comes after the network: a circle.
        unit.Should().Contain("DefaultDependencies=no").And.Contain("Conflicts=shutdown.target");
    }

    [Fact]
    public void The_dashboard_has_none_of_roots_rights() =>
        File.ReadAllLines(Inputs.Repository("packaging/systemd/active-response-dashboard.service"))
            .Should()
            .Contain("CapabilityBoundingSet=")
            .And.Contain("ProtectSystem=strict");

    [GeneratedRegex(@"Overall exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Exposure();
}
