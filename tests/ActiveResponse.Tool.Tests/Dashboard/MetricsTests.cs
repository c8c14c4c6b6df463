using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Dashboard;

public sealed partial class MetricsTests
{
    // Nothing has gone wrong in a plug-in, so there is no figure of it.
    private const string NoFault = "active_response_plugin_faults_total";

    [Fact]
    public async Task Prometheus_reads_the_agents_figures_with_the_token_and_the_grafana_dashboard_names_what_is_there()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        var file = agent.PathOf("token");
        using var dashboard = await RunningDashboard.StartAsync(agent.Socket, "--metrics", "--token-file", file);
        var token = (await File.ReadAllTextAsync(file)).Trim();

        // The first scrape begins to count.
        _ = await ScrapeAsync(dashboard, token);
        await File.AppendAllTextAsync(agent.PathOf("alerts.json"), Inputs.Alert("203.0.113.10", 2));
        await ActiveResponse.Tests.Support.Until.TrueAsync(() => agent.Denied.Contains("203.0.113.10", StringComparison.Ordinal));
        var text = "";
        await ActiveResponse.Tests.Support.Until.TrueAsync(async () =>
            (text = await ScrapeAsync(dashboard, token)).Contains("actions_total{", StringComparison.Ordinal)
        );

        text.Should().Contain("active_response_agent_up{otel_scope_name=\"ActiveResponse.Dashboard\"} 1");
        text.Should().MatchRegex("active_response_actions_total\\{.*outcome=\"applied\",responder=\"host-deny\",verb=\"apply\"\\} 1");
        text.Should().MatchRegex("active_response_effects\\{.*responder=\"host-deny\",state=\"applied\"\\} 2");
        text.Should().MatchRegex("active_response_alerts_total\\{.*fired=\"true\".*\\} 1");
        var exported = Names().Matches(text).Select(static name => name.Value).Append(NoFault).ToHashSet(StringComparer.Ordinal);
        var used = Expressions().SelectMany(static expression => Names().Matches(expression)).Select(static name => name.Value).ToHashSet();
        used.Should().HaveCountGreaterThan(5);
        exported.Should().Contain(used);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_read_and_without_the_agent_only_that_it_is_down()
    {
        using var folder = new Folder();
        var file = folder.File("token");
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"), "--metrics", "--token-file", file);

        using var refused = await dashboard.SendAsync(HttpMethod.Get, "/metrics");
        var text = await ScrapeAsync(dashboard, (await File.ReadAllTextAsync(file)).Trim());

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        text.Should().Contain("active_response_agent_up{otel_scope_name=\"ActiveResponse.Dashboard\"} 0");
        text.Should().NotContain("active_response_effects");
    }

    [Fact]
    public async Task Metrics_need_a_token_to_read_them_with()
    {
        using var folder = new Folder();

        using var tool = await ToolProcess.RunAsync("dashboard", "--control", folder.File("control.sock"), "--metrics");

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--token-file");
    }

    private static async Task<string> ScrapeAsync(RunningDashboard dashboard, string token)
    {
        using var response = await dashboard.SendAsync(HttpMethod.Get, "/metrics", null, ("Authorization", $"Bearer {token}"));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Expressions()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Inputs.Repository("docs/grafana/active-response.json")));
        return document
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
            .Select(static target => target.GetProperty("expr").GetString()!)
            .ToList();
    }

    [GeneratedRegex("active_response_[a-z_]+")]
    private static partial Regex Names();
}
