using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class SamplesTests
{
    [Theory]
    [InlineData("ComposedHost")]
    [InlineData("DispatchDemo")]
    [InlineData("WebhookPlugin")]
    public async Task A_sample_runs_and_ends_by_itself(string name)
    {
        using var sample = ToolProcess.StartSample(name);
        (await sample.ExitAsync()).Should().Be(0, sample.OutputText + sample.ErrorText);
        sample.OutputText.Should().NotBeEmpty();
        sample.ErrorText.Should().BeEmpty();
    }

    [Fact]
    public async Task The_minimal_agent_blocks_and_lifts_when_it_is_told_to_stop()
    {
        using var folder = new Folder();
        var deny = folder.Write("hosts.deny", "# mine\n");
        var alerts = folder.Write("alerts.json", "");
        using var sample = ToolProcess.StartSample(
            "MinimalAgent",
            "--config",
            Inputs.Repository("samples/data/ossec.conf"),
            "--alerts",
            alerts,
            "--hosts-deny",
            deny
        );
        await sample.LineAsync("Application started");
        var sequence = 0;
        while (!UnlockedFile.Text(deny).Contains("ALL:203.0.113.9\n", StringComparison.Ordinal))
        {
            // It follows what is appended once it has opened the file, which it says nowhere.
            await File.AppendAllTextAsync(alerts, Inputs.Alert("203.0.113.9", ++sequence));
            await sample.LineAsync("apply host-deny 203.0.113.9", within: TimeSpan.FromSeconds(1));
        }

        sample.Terminate();

        (await sample.ExitAsync()).Should().Be(0, sample.OutputText + sample.ErrorText);
        UnlockedFile.Text(deny).Should().Be("# mine\n");
    }
}
