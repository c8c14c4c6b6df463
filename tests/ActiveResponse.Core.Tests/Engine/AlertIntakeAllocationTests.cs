using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>Of the lines that fire nothing, which are nearly all, none may cost memory: from bytes to the decision, and past it.</summary>
public sealed class AlertIntakeAllocationTests
{
    private static readonly CommandDefinition Drop = new()
    {
        Name = "fw",
        Executable = "firewall-drop",
        TimeoutAllowed = true,
    };

    private readonly RecordingResponder _responder = new("firewall-drop");

    public static TheoryData<string> Layouts { get; } =
        new()
        {
            """{"timestamp":"2026-08-01T03:17:27.123+0000","rule":{"level":5,"description":"a """
                + """\"login\"","id":"5710","mitre":{"id":["T1110"]},"groups":["syslog","sshd"],"pci_dss":"""
                + """["10.2.4"]},"id":"1.1","data":{"srcip":"203.0.113.1"}}""",
            """{"rule":{"level":5,"sidid":5710,"group":"syslog,sshd,"},"id":"1.2","srcip":"203.0.113.2","location":"/var/log/auth.log"}""",
            """{"rule":{"level":5,"id":"5710","groups":["sys\u006cog","a\\b"]},"id":"1.3"}""",
        };

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Fifty_thousand_lines_that_fire_nothing_take_no_more_memory_than_five_thousand(string line)
    {
        await using var services = Services();
        var intake = services.GetRequiredService<AlertIntake>();
        var (few, many) = (Lines(line, 5_000), Lines(line, 50_000));
        _ = AllocatedBy(intake, many);

        // Few first: code that is compiled anew meanwhile may allocate less.
        var ofFew = AllocatedBy(intake, few);
        AllocatedBy(intake, many).Should().BeLessThanOrEqualTo(ofFew);

        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_measured_would_show_a_single_object_for_each_line()
    {
        await using var services = Services();
        var intake = services.GetRequiredService<AlertIntake>();
        const string line = """{"rule":{"level":5,"id":"5710","groups":["sshd"]},"id":"1.1"}""";
        var (few, many) = (Lines("not an alert\n" + line, 1_000), Lines("not an alert\n" + line, 2_000));
        _ = AllocatedBy(intake, few);

        (AllocatedBy(intake, many) - AllocatedBy(intake, few))
            .Should()
            .BeGreaterThan(1_000 * 24, "a line that is no alert is counted by an object");
    }

    private static long AllocatedBy(AlertIntake intake, byte[] lines)
    {
        var here = true;
        var allocated = Allocated.By(() =>
            here &= intake.RunAsync(new AlertStreamReader(new MemoryStream(lines)), "lines").IsCompletedSuccessfully
        );
        here.Should().BeTrue("only then was all of it done on this thread");
        return allocated;
    }

    private static byte[] Lines(string line, int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\n", count)));

    private ServiceProvider Services()
    {
        var some = new ResponseDefinition
        {
            Name = "fw600",
            Command = Drop,
            Locations = ResponseLocation.Local,
        };
        var config = new ActiveResponseConfig
        {
            Commands = [Drop],
            Responses =
            [
                .. Enumerable
                    .Range(0, 50)
                    .Select(i =>
                        (i % 3) switch
                        {
                            0 => some with { Level = 10 + (i % 5) },
                            1 => some with { RuleIds = [(uint)(100_000 + i)] },
                            _ => some with { Level = 6, RulesGroup = "sshd|web" },
                        }
                    ),
            ],
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddActiveResponse().UseConfig(config).AddResponder(_ => _responder);
        return services.BuildServiceProvider();
    }
}
