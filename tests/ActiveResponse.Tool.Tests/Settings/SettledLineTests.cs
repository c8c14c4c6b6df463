using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Settings;

namespace ActiveResponse.Tool.Tests.Settings;

public sealed class SettledLineTests
{
    [Fact]
    public void Each_option_of_run_has_a_key_and_a_variable_of_its_own()
    {
        var keys = SettingKeys.OfRun();

        keys.All.Should().Contain(["config", "killSwitch", "foldIpv6", "fleet", "credentials", "fleetCanary", "label"]);
        keys.All.Should().NotContain(["settings", "help"]).And.OnlyHaveUniqueItems();
        keys.All.Select(key => SettingKeys.VariableOf(keys.OptionOf(key)!))
            .Should()
            .OnlyHaveUniqueItems()
            .And.Contain("ACTIVE_RESPONSE_KILL_SWITCH")
            .And.NotContain(["ACTIVE_RESPONSE_CRASH_KILLS", "ACTIVE_RESPONSE_CRASH_SEED", "ACTIVE_RESPONSE_TOOL"]);
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_the_command_line_over_both()
    {
        using var folder = new Support.Folder();
        var file = folder.Write("s.json", """{ "maxAge": "1h", "killSwitch": "/a", "home": "/file", "label": ["x", "y"] }""");
        var source = new SettingsSource(name =>
            name switch
            {
                "ACTIVE_RESPONSE_SETTINGS" => file,
                "ACTIVE_RESPONSE_KILL_SWITCH" => "/b",
                "ACTIVE_RESPONSE_HOME" => "/variable",
                _ => null,
            }
        );

        var line = SettledLine.Of(AllCommands.For(["run"]), ["run", "--home", "/given"], source);

        line.Problems.Should().BeEmpty();
        line.Arguments.Should().BeEquivalentTo(["run", "--max-age=1h", "--kill-switch=/b", "--label=x", "--label=y", "--home", "/given"]);
        line.Used["--kill-switch"].Source.Should().Be("environment variable ACTIVE_RESPONSE_KILL_SWITCH");
        line.Used["--max-age"].Source.Should().Be($"{file}:1");
    }

    [Theory]
    [InlineData("true;false", "write true or false")]
    [InlineData("1", "write true or false")]
    public void A_wrong_variable_is_named(string value, string message)
    {
        var source = new SettingsSource(name => name == "ACTIVE_RESPONSE_DRY_RUN" ? value : null, defaultFile: "/nowhere");

        var line = SettledLine.Of(AllCommands.For(["run"]), ["run"], source);

        line.Problems.Should().ContainSingle().Which.ToString().Should().Be($"environment variable ACTIVE_RESPONSE_DRY_RUN: {message}");
    }

    [Fact]
    public void Several_values_in_a_variable_are_separated_by_semicolons()
    {
        var source = new SettingsSource(name => name == "ACTIVE_RESPONSE_LABEL" ? "web;db" : null, defaultFile: "/nowhere");

        SettledLine.Of(AllCommands.For(["run"]), ["run"], source).Arguments.Should().Equal("run", "--label=web", "--label=db");
    }

    [Theory]
    [InlineData("check", "x")]
    [InlineData("explain", "--config", "x")]
    [InlineData("fleet", "enroll", "a")]
    [InlineData("execd")]
    public void A_command_without_settings_reads_none(params string[] arguments)
    {
        var source = new SettingsSource(static _ => throw new InvalidOperationException("it must not be asked"), "/nowhere");

        SettledLine.Of(AllCommands.For(arguments), arguments, source).Arguments.Should().Equal(arguments);
    }

    [Fact]
    public void Values_that_look_like_options_stay_values()
    {
        var source = new SettingsSource(name => name == "ACTIVE_RESPONSE_ALERTS" ? "--json" : null, defaultFile: "/nowhere");
        var root = AllCommands.For(["run"]);

        var parsed = root.Parse(SettledLine.Of(root, ["run", "--config", "a"], source).Arguments, SettledLine.Parser);

        parsed.Errors.Should().BeEmpty();
        parsed.GetValue<string>("--alerts").Should().Be("--json");
    }
}
