using System.Globalization;
using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>The list of blocks: what is in it, in which order, and how it is searched.</summary>
public sealed class BlocksTests(Chromium chromium) : PageTests(chromium)
{
    [Fact]
    public async Task Filters_by_search_rule_responder_host_and_state_and_keeps_them_in_the_address()
    {
        await Host.AlertAsync("203.0.113.9", rule: 5712);
        await Host.AlertAsync("203.0.113.10", rule: 31151, agent: "web-1");
        await Host.AlertAsync("203.0.113.11", rule: 5551, user: "mallory");
        var page = await OpenAsync("blocks");
        await page.ShowsAsync("4 blocks");

        await page.Page.GetByLabel("Search", new() { Exact = true }).FillAsync("mallory");
        await page.ShowsAsync("1 block");
        await page.Button("Clear filters").ClickAsync();
        await page.ShowsAsync("4 blocks");
        await page.Page.GetByLabel("Rule").FillAsync("5712");
        await page.ShowsAsync("1 block");
        (await page.TargetsAsync()).Should().Equal("203.0.113.9");

        await page.Button("Clear filters").ClickAsync();
        await page.Page.GetByLabel("Host").FillAsync("web-1");
        await page.ShowsAsync("1 block");
        await page.Page.GetByLabel("Host").FillAsync("");
        await page.Page.GetByLabel("Responder").SelectOptionAsync("accounts");
        await Expect(page.Row("mallory")).ToBeVisibleAsync();
        await page.ShowsAsync("1 block");

        await page.Button("Clear filters").ClickAsync();
        await page.Page.GetByLabel("State").SelectOptionAsync("failed");
        await page.ShowsAsync("No block matches these filters.");
        page.Page.Url.Should().Contain("state=failed");
        await page.Page.ReloadAsync();
        await page.ShowsAsync("No block matches these filters.");
    }

    [Fact]
    public async Task Sorts_by_a_column_and_turns_the_order_at_the_second_press()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(3));
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromHours(1));
        await Host.BlockAsync("203.0.113.11", TimeSpan.FromHours(2));
        var page = await OpenAsync("blocks");
        var left = page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Time left" });

        await page.Button("Time left").ClickAsync();
        await Expect(left).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(page.Page.Locator(".rows .row:visible .cell-target"))
            .ToHaveTextAsync(new[] { "203.0.113.10", "203.0.113.11", "203.0.113.9" });

        await page.Button("Time left").ClickAsync();
        await Expect(left).ToHaveAttributeAsync("aria-sort", "descending");
        (await page.TargetsAsync()).Should().Equal("203.0.113.9", "203.0.113.11", "203.0.113.10");
    }

    [Fact]
    public async Task Time_left_counts_down()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromMinutes(30));
        var page = await OpenAsync("blocks");
        var left = page.Row("203.0.113.9").Locator(".cell-left");
        await Expect(left).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^(29m|30m)"));

        var first = await left.TextContentAsync();
        await Expect(left).Not.ToHaveTextAsync(first!);
    }

    [Fact]
    public async Task Details_say_why_and_what_was_done()
    {
        await Host.AlertAsync("203.0.113.9");
        var page = await OpenAsync("blocks");

        await page.Row("203.0.113.9").ClickAsync();

        var details = page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Block of 203.0.113.9" });
        await Expect(details).ToContainTextAsync("firewall-drop600");
        await Expect(details).ToContainTextAsync("5712");
        await Expect(details).ToContainTextAsync("1785554000.1");
        await Expect(details).ToContainTextAsync("bastion");
        await Expect(details.Locator(".timeline li")).ToHaveCountAsync(1);
        await Expect(details.Locator(".timeline")).ToContainTextAsync("Applied");
    }

    [Fact]
    public async Task A_network_on_the_overview_leads_to_all_blocks_within_it()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromHours(1));
        await Host.BlockAsync("198.51.100.1", TimeSpan.FromHours(1));
        var page = await OpenAsync();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "203.0.113.0/24" }).ClickAsync();

        await page.ShowsAsync("2 blocks");
        await page.ShowsAsync("Target: 203.0.113.0/24 and all within it");
    }

    [Fact]
    public async Task Of_very_many_blocks_only_those_in_view_have_elements_and_every_one_can_be_reached()
    {
        const int Count = 4_000;
        await Host.BlockManyAsync(Count);
        var page = await OpenAsync("blocks?sort=target&order=asc");
        await page.ShowsAsync("4,000 blocks");
        var grid = page.Page.GetByRole(AriaRole.Grid, new() { Name = "Blocks" });
        await Expect(grid).ToHaveAttributeAsync("aria-rowcount", (Count + 1).ToString(CultureInfo.InvariantCulture));
        (await page.Page.Locator(".rows .row").CountAsync()).Should().BeLessThan(60);

        await grid.FocusAsync();
        await page.Page.Keyboard.PressAsync("End");

        var last = page.Page.Locator($".rows .row[aria-rowindex='{Count + 1}']");
        await Expect(last).ToBeVisibleAsync();
        await Expect(last).ToContainTextAsync("firewall");
        (await page.Page.Locator(".rows .row").CountAsync()).Should().BeLessThan(60);
        (await page.TargetsAsync()).Should().OnlyHaveUniqueItems();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(await last.Locator(".cell-target").TextContentAsync() ?? "?");
    }

    [Fact]
    public async Task Says_that_nothing_is_blocked()
    {
        var page = await OpenAsync("blocks");

        await page.ShowsAsync("Nothing is blocked.");
    }
}
