using System.Diagnostics;
using ActiveResponse.Nats.Tests.Support;

namespace ActiveResponse.Nats.Tests;

/// <summary>The commands of samples/Fleet/README.md.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_blocks_on_two_agents_and_says_so()
    {
        using var server = await NatsServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("ar-sample-").FullName;
        try
        {
            string Of(string file) => Path.Combine(folder, file);
            (await RunAsync("keys", folder, "001", "002")).Should().BeEmpty();
            using var one = Start("agent", server.Url, Of("001.json"));
            using var two = Start("agent", server.Url, Of("002.json"));

            var output = await RunAsync("issuer", server.Url, Of("issuer.json"), "203.0.113.9", "2");

            output.Should().Contain("all: 2 delivered");
            foreach (var (agent, id) in new[] { (one, "001"), (two, "002") })
            {
                File.ReadAllText(Of($"{id}.hosts.deny")).Should().Contain("ALL:203.0.113.9");
                agent.Kill();
                await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, output);
        return output;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [SampleFile(), .. arguments]) { RedirectStandardOutput = true })!;

    // Built beside these tests, in the same configuration: …/tests/PROJECT/bin/CONFIGURATION/FRAMEWORK.
    private static string SampleFile()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = framework.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "samples", "Fleet", "bin", configuration.Name, framework.Name, "Fleet.dll");
    }
}
