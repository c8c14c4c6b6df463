using System.Runtime.Versioning;
using ActiveResponse.Guards;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Guards;

public sealed class GuardOptionsTests
{
    private readonly GuardOptions _options = new();

    [Fact]
    public void The_defaults_are_in_range() => Failures().Should().BeEmpty();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public void A_budget_has_a_range(int limit, bool holds)
    {
        _options.Budgets["firewall-drop600"] = limit;
        Failures().Should().HaveCount(holds ? 0 : 1);
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(1, true)]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    public void The_age_of_what_is_known_of_the_network_has_a_range(double seconds, bool holds)
    {
        _options.NetworkRefresh = TimeSpan.FromSeconds(seconds);
        Failures().Should().HaveCount(holds ? 0 : 1);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/tmp/")]
    [InlineData("/tmp/a\0b")]
    public void The_kill_switch_must_be_an_absolute_path(string file)
    {
        _options.KillSwitchFile = file;
        Failures().Should().ContainSingle().Which.Should().Contain("absolute path");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_kill_switch_must_not_be_where_others_could_make_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes are Unix's");
        var folder = Directory.CreateTempSubdirectory("active-response-test-").FullName;
        try
        {
            _options.KillSwitchFile = Path.Combine(folder, "stop");
            Failures().Should().BeEmpty("it need not be there");
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_010_111 | UnixFileMode.StickyBit);
            Failures()
                .Should()
                .ContainSingle()
                .Which.Should()
                .Contain(folder)
                .And.Contain("others could make it")
                .And.Contain("chmod go-w");
            _options.KillSwitchFile = Path.Combine(folder, "absent", "stop");
            Failures().Should().ContainSingle();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private IEnumerable<string> Failures() => new GuardOptionsValidator(NativeFiles.OfThisHost()).Validate(null, _options).Failures ?? [];
}
