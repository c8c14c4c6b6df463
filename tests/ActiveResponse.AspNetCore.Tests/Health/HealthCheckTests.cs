using System.Net;
using ActiveResponse.AspNetCore.Tests.Support;
using ActiveResponse.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Report = Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport;

namespace ActiveResponse.AspNetCore.Tests.Health;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task Four_checks_are_healthy_when_all_is_in_order()
    {
        await using var host = await ApiHost.StartAsync();

        var report = await CheckAsync(host);

        report
            .Entries.Keys.Should()
            .BeEquivalentTo("active-response-store", "active-response-firewalls", "active-response-sources", "active-response-blocks");
        report.Status.Should().Be(HealthStatus.Healthy);
        report.Entries["active-response-store"].Data.Should().ContainKey("store");
    }

    [Fact]
    public async Task A_source_that_can_not_be_read_degrades_and_says_why()
    {
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "alerts.json");
        await using var host = await ApiHost.StartAsync(builder => builder.AddAlertFile(missing));

        await Waiting.UntilAsync(async () =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(6));
            var report = await CheckAsync(host);
            return report.Entries["active-response-sources"] is { Status: HealthStatus.Degraded } entry
                && entry.Description!.Contains(missing, StringComparison.Ordinal);
        });

        (await CheckAsync(host)).Entries["active-response-store"].Status.Should().Be(HealthStatus.Healthy);
        (await host.GetAsync("sources"))[0].GetProperty("state").GetString().Should().Be("waiting");
    }

    private static Task<Report> CheckAsync(ApiHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
}
