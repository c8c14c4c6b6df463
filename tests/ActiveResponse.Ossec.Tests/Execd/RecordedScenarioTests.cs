using System.Text.Json;
using ActiveResponse.Configuration;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Recorded answers of OSSEC at 7f06fe0d and of Wazuh 4.14.8, replayed under a clock that is moved by hand.</summary>
public sealed class RecordedScenarioTests
{
    // Both count whole seconds, and the programs of the recording took a moment to start.
    private const double Tolerance = 1;

    public static TheoryData<string> Ossec => ExecdCase.Names("ossec");

    public static TheoryData<string> Wazuh => ExecdCase.Names("wazuh");

    [Theory]
    [MemberData(nameof(Ossec))]
    public void Ossec_runs_the_same_programs_at_the_same_times(string name)
    {
        var scenario = ExecdCase.Read("ossec", name);
        var expected = scenario
            .Result.GetProperty("executions")
            .EnumerateArray()
            .Select(static run => new Started(
                run.GetProperty("t").GetDouble(),
                string.Join(' ', run.GetProperty("argv").EnumerateArray().Select(static a => a.GetString()))
            ))
            .OrderBy(static run => run.At)
            .ToList();

        var started = Replay.Play(scenario, ConfigDialect.Ossec, "/var/ossec");

        if (!scenario.Crashed)
        {
            // A batch is started in one moment: its order in the recording is that of the programs' own clocks.
            started.Select(static run => run.Argv).Should().BeEquivalentTo(expected.Select(static run => run.Argv), name);
            AssertTimes(started, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Wazuh))]
    public void Wazuh_tells_the_same_programs_the_same_at_the_same_times(string name)
    {
        var scenario = ExecdCase.Read("wazuh", name);
        var expected = scenario
            .Result.GetProperty("program_lines")
            .EnumerateArray()
            .Select(static line => new Started(
                line.GetProperty("t").GetDouble(),
                string.Join(' ', line.GetProperty("argv").EnumerateArray().Select(static a => a.GetString())),
                line.GetProperty("line").GetString()?.TrimEnd('\n')
            ))
            .ToList();

        var started = Replay.Play(scenario, ConfigDialect.Wazuh, "/var/ossec");

        if (scenario.HasSlowProgram)
        {
            // The original does nothing while a program is slow; here what waited for it comes earlier, and what is said is the same.
            started.Select(static run => run.Line).Should().BeEquivalentTo(expected.Select(static run => run.Line));
        }
        else
        {
            started.Select(static run => (run.Argv, run.Line)).Should().Equal(expected.Select(static run => (run.Argv, run.Line)));
            AssertTimes(started, expected);
        }
    }

    [Fact]
    public void There_are_scenarios_of_both()
    {
        Ossec.Should().HaveCountGreaterThan(14);
        Wazuh.Should().HaveCountGreaterThan(7);
    }

    private static void AssertTimes(IReadOnlyList<Started> started, IReadOnlyList<Started> expected)
    {
        foreach (var group in expected.GroupBy(static run => (run.Argv, run.Line)))
        {
            var ours = started.Where(run => (run.Argv, run.Line) == group.Key).Select(static run => run.At).ToList();
            group
                .Select(static run => run.At)
                .Zip(ours)
                .Should()
                .OnlyContain(static pair => Math.Abs(pair.First - pair.Second) <= Tolerance, group.Key.ToString());
        }
    }
}
