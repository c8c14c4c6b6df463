using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>What each view says of a host.</summary>
public sealed class ViewTests(Chromium chromium) : PageTests(chromium)
{
    [Fact]
    public async Task Overview_shows_blocks_over_time_rules_offenders_outcomes_and_refusals()
    {
        await Host.AlertAsync("203.0.113.9");
        await Host.LiftAsync("203.0.113.9");
        await Host.AlertAsync("203.0.113.9");
        await Host.BlockAsync("198.51.100.7", TimeSpan.FromHours(1));
        var page = await OpenAsync();

        await Expect(page.Page.GetByRole(AriaRole.Img, new() { Name = "2 applied, 1 reverted, 1 refused" })).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".chart canvas")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.List, new() { Name = "Top rules" })).ToContainTextAsync("Rule 5712");
        await Expect(page.Page.GetByRole(AriaRole.List, new() { Name = "Top networks" })).ToContainTextAsync("203.0.113.0/24");
        await Expect(page.Page.GetByRole(AriaRole.List, new() { Name = "Repeat offenders" })).ToContainTextAsync("2 offenses");
        await Expect(page.Page.GetByRole(AriaRole.List, new() { Name = "Outcomes" })).ToContainTextAsync("Lifted");
        await Expect(page.Page.Locator(".refusals li", new() { HasText = "198.51.100.7" })).ToContainTextAsync("allow list");
        await page.Page.GetByText("Show as table").ClickAsync();
        await Expect(page.Page.Locator(".as-table tbody tr")).ToHaveCountAsync(24);
    }

    [Fact]
    public async Task History_filters_by_target_and_outcome_and_announces_what_is_new()
    {
        await Host.AlertAsync("203.0.113.9");
        await Host.AlertAsync("203.0.113.10");
        await Host.LiftAsync("203.0.113.10");
        var page = await OpenAsync();
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        var rows = page.Page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(3);

        await page.Page.GetByLabel("Outcome").SelectOptionAsync("lifted");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("203.0.113.10");
        await page.Page.GetByLabel("Outcome").SelectOptionAsync("");
        await Expect(rows).ToHaveCountAsync(3);
        await page.Page.GetByLabel("Target").FillAsync("203.0.113.9");
        await Expect(rows).ToHaveCountAsync(1);

        await Host.LiftAsync("203.0.113.9");
        await page.Button("1 new action").ClickAsync();
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.First).ToContainTextAsync("Lifted");
    }

    [Fact]
    public async Task Explain_says_what_fires_why_and_what_would_be_refused_and_does_nothing()
    {
        var page = await OpenAsync("explain");

        await page.Page.GetByLabel("Alert").FillAsync(Sample.Json("198.51.100.7"));
        await page.Button("Explain").ClickAsync();
        await page.ShowsAsync("1 of 2 responses fire");
        await Expect(page.Page.Locator(".is-firing")).ToContainTextAsync("firewall-drop600");
        await Expect(page.Page.Locator(".is-firing .why")).ToContainTextAsync("level");
        await Expect(page.Page.Locator(".is-firing .is-refused")).ToContainTextAsync("Refused");
        await Expect(page.Page.Locator(".is-quiet")).ToContainTextAsync("5551");

        await page.Page.GetByLabel("Alert").FillAsync(Sample.Json("203.0.113.9"));
        await page.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Page.Locator(".is-firing .orders")).ToContainTextAsync("203.0.113.9");
        await Expect(page.Page.Locator(".is-refused")).ToHaveCountAsync(0);
        Host.Firewall.Entries.Should().BeEmpty();

        await page.Page.GetByLabel("Alert").FillAsync("no alert");
        await page.Button("Explain").ClickAsync();
        await page.ShowsAsync("Explain an alert can't be loaded.");
    }

    [Fact]
    public async Task Health_shows_each_check_drift_and_sources()
    {
        await File.WriteAllTextAsync(Host.AlertFile, Sample.Json("203.0.113.77") + "\n");
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        Host.TakeAway("203.0.113.9");
        var page = await OpenAsync("health");

        await page.ShowsAsync("place memory-firewall");
        await Expect(page.Page.Locator(".panel", new() { HasText = "Drift: host and record" })).ToContainTextAsync("203.0.113.9");
        await Expect(page.Page.Locator(".panel", new() { HasText = "Alert sources" })).ToContainTextAsync(Host.AlertFile);
        await Expect(page.Page.Locator(".nav-count.is-bad")).ToBeVisibleAsync();
        await page.ShowsAsync("The configuration has no problem.");
    }

    [Fact]
    public async Task Health_shows_what_is_wrong_with_the_configuration_with_its_line()
    {
        var config = Sample.Config.Replace("<timeout>300</timeout>", "<timeout>soon</timeout>", StringComparison.Ordinal);
        var line = config[..config.IndexOf("soon", StringComparison.Ordinal)].Count(static c => c == '\n') + 1;
        await File.WriteAllTextAsync(Host.ConfigFile, config);
        var page = await OpenAsync("health");

        var panel = page.Page.Locator(".panel", new() { HasText = "Configuration" }).First;
        await Expect(panel).ToContainTextAsync($"line {line}");
        await Expect(panel).ToContainTextAsync("soon");
        await Expect(panel).ToContainTextAsync("ossec.conf");
    }

    [Fact]
    public async Task Fleet_shows_hosts_those_that_are_away_first_and_the_orders_in_force()
    {
        // No fleet is at hand here: its answers stand in for it.
        var page = await OpenAsync();
        await page.Page.RouteAsync("**/api/fleet", static route => route.FulfillAsync(new() { Json = FleetAnswer }));
        await page.Page.RouteAsync("**/api/summary", AsMemberAsync);
        await page.Page.ReloadAsync();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Fleet" }).ClickAsync();

        await page.ShowsAsync("1 of 2 hosts online");
        await Expect(page.Page.Locator("tbody tr").First).ToContainTextAsync("web-2");
        await page.ShowsAsync("9 done, 1 refused");
        await page.ShowsAsync("The fleet is halted");
    }

    [Fact]
    public async Task Fleet_is_no_view_where_the_server_can_not_show_it()
    {
        var page = await OpenAsync();
        await page.Page.RouteAsync("**/api/summary", AsMemberAsync);
        var asked = page.Page.WaitForResponseAsync("**/api/fleet");
        await page.Page.ReloadAsync();

        (await asked).Status.Should().Be(404);
        await page.IsLoadedAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Fleet" })).ToHaveCountAsync(0);
    }

    private static async Task AsMemberAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var text = (await answer.TextAsync()).Replace("\"fleet\":false", "\"fleet\":true", StringComparison.Ordinal);
        await route.FulfillAsync(new() { Response = answer, Body = text });
    }

    private static readonly object FleetAnswer = new
    {
        halted = true,
        hosts = new[]
        {
            new
            {
                id = "001",
                name = "web-1",
                labels = new[] { "web" },
                online = true,
                lag = 0,
                blocks = 3,
                state = "current",
            },
            new
            {
                id = "002",
                name = "web-2",
                labels = new[] { "web" },
                online = false,
                lag = 7,
                blocks = 2,
                state = "behind",
            },
        },
        orders = new[]
        {
            new
            {
                id = "1",
                target = "203.0.113.9",
                group = "all",
                state = "in force",
                counts = new
                {
                    done = 9,
                    refused = 1,
                    behind = 0,
                },
            },
        },
    };
}
