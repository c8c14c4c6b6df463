using System.Diagnostics;
using System.Net;

namespace ActiveResponse.AspNetCore.Tests;

public sealed class SampleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_web_host_blocks_shows_and_is_healthy_and_is_known_by_its_own_names_alone()
    {
        var alerts = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(alerts, "");
        using var sample = Start(alerts);
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(sample) };
            client.DefaultRequestHeaders.Add("X-Active-Response", "1");
            using var block = new StringContent(
                """{"targets":["203.0.113.9"],"seconds":600}""",
                System.Text.Encoding.UTF8,
                "application/json"
            );
            using var blocked = await client.PostAsync("/active-response/api/block", block);

            (await client.GetStringAsync("/")).Should().Be("Hello.\n");
            (await client.GetStringAsync("/health")).Should().BeOneOf("Healthy", "Degraded");
            (await blocked.Content.ReadAsStringAsync()).Should().Contain("\"outcome\":\"applied\"").And.Contain("in-app");
            (await client.GetStringAsync("/active-response/")).Should().Contain("<html");
            client.DefaultRequestHeaders.Host = "attacker.example";
            using var foreign = await client.GetAsync("/active-response/api/effects");
            foreign.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }
        finally
        {
            sample.Kill(entireProcessTree: true);
            File.Delete(alerts);
        }
    }

    private static Process Start(string alerts)
    {
        // tests/NAME/bin/CONFIGURATION/net10.0/ has the sample four folders up and over.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var folder = Path.Combine(root, "samples", "WebHost", "bin", output.Parent!.Name, output.Name);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = folder };
        string[] arguments =
        [
            Path.Combine(folder, "WebHost.dll"),
            "--urls",
            "http://127.0.0.1:0",
            "--config",
            Path.Combine(root, "samples", "data", "ossec.conf"),
            "--alerts",
            alerts,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    private static async Task<Uri> AddressAsync(Process sample)
    {
        const string Said = "Now listening on: ";
        while (await sample.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (line.IndexOf(Said, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = sample.StandardOutput.ReadToEndAsync();
                return new Uri(line[(at + Said.Length)..]);
            }
        }

        throw new EndOfStreamException("the sample ended before it listened");
    }
}
