using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>The page for those who don't see it, use no mouse, or hold it in one hand.</summary>
public sealed class AccessibilityTests(Chromium chromium) : PageTests(chromium)
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task Axe_finds_nothing_and_nothing_is_wider_than_the_window(string look)
    {
        await FillAsync();
        var page = await OpenAsync(look: Look.Named(look));
        foreach (var view in new[] { "overview", "blocks", "history", "explain", "allow", "health" })
        {
            await page.GoAsync(view);
            await page.IsLoadedAsync();
            await ShouldBeFineAsync(page);
            var overflow = await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
            overflow.Should().BeLessThanOrEqualTo(0, view);
        }
    }

    [Fact]
    public async Task Axe_finds_nothing_in_dialogs_and_messages()
    {
        await FillAsync();
        var page = await OpenAsync("blocks");

        await page.Row("203.0.113.9").ClickAsync();
        await page.ShowsAsync("What was done");
        await ShouldBeFineAsync(page);
        await page.Button("Lift").ClickAsync();
        await page.ShowsAsync("Lift 1 block?");
        await ShouldBeFineAsync(page);
        await page.Button("Lift").ClickAsync();
        await page.ShowsAsync("is lifted.");
        await ShouldBeFineAsync(page);
        await page.Button("Block…").ClickAsync();
        await page.Button("Review").ClickAsync();
        await ShouldBeFineAsync(page);
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromHours(1));
        var page = await OpenAsync();
        var keys = page.Page.Keyboard;
        await Expect(page.Page.Locator(".host")).Not.ToBeEmptyAsync();

        await keys.PressAsync("2");
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Blocks", Level = 1 })).ToBeFocusedAsync();
        await keys.PressAsync("/");
        await Expect(page.Page.GetByLabel("Search", new() { Exact = true })).ToBeFocusedAsync();
        await keys.TypeAsync("203.0.113.9");
        await page.ShowsAsync("1 block");
        await page.Page.GetByRole(AriaRole.Grid).FocusAsync();
        await keys.PressAsync("l");
        await page.ShowsAsync("Lift 1 block?");
        await keys.PressAsync("Enter");
        await page.ShowsAsync("203.0.113.9 is lifted.");
        Host.IsBlocked("203.0.113.9").Should().BeFalse();

        await keys.PressAsync("u");
        await page.ShowsAsync("203.0.113.9 is blocked.");
        Host.IsBlocked("203.0.113.9").Should().BeTrue();

        await keys.PressAsync("b");
        await Expect(page.Page.GetByLabel("Targets")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Arrows_space_and_enter_work_in_the_list_and_the_screen_reader_is_told_where_one_is()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromHours(1));
        var page = await OpenAsync("blocks?sort=target&order=asc");
        await Expect(page.Row("203.0.113.10")).ToBeVisibleAsync();
        await Expect(page.Button("Block…")).ToBeVisibleAsync();
        var grid = page.Page.GetByRole(AriaRole.Grid);

        await grid.FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        var active = await grid.GetAttributeAsync("aria-activedescendant");
        await Expect(page.Page.Locator("#" + active)).ToHaveAttributeAsync("aria-rowindex", "3");
        await page.Page.Keyboard.PressAsync("Space");
        await Expect(page.Page.Locator("#" + active)).ToHaveAttributeAsync("aria-selected", "true");
        await page.ShowsAsync("1 selected");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(grid).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Single_keys_can_be_switched_off()
    {
        var page = await OpenAsync("blocks");
        await Expect(page.Button("Block…")).ToBeVisibleAsync();

        await page.Page.Keyboard.PressAsync("?");
        await page.Page.GetByLabel("Single-key shortcuts").UncheckAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("b");

        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_chosen_theme_outlasts_a_reload()
    {
        var page = await OpenAsync(look: Look.Light);
        var theme = page.Page.Locator("html");

        await page.Button("Theme: as the system").ClickAsync();
        await page.Button("Theme: light").ClickAsync();
        await Expect(theme).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page.Page.Locator("body")).ToHaveCSSAsync("color-scheme", "dark");
        await page.Page.ReloadAsync();

        await Expect(theme).ToHaveAttributeAsync("data-theme", "dark");
        await page.Button("Theme: dark").ClickAsync();
        await Expect(theme).Not.ToHaveAttributeAsync("data-theme", "dark");
    }

    private async Task FillAsync()
    {
        await Host.AlertAsync("203.0.113.9");
        await Host.AlertAsync("203.0.113.10", agent: "web-1");
        await Host.AlertAsync("203.0.113.11", rule: 5551, user: "mallory");
        await Host.BlockAsync("198.51.100.7", TimeSpan.FromHours(1));
    }

    private static async Task ShouldBeFineAsync(DashboardPage page)
    {
        var result = await page.Page.RunAxe();
        result.Violations.Select(static violation => $"{violation.Id}: {violation.Nodes[0].Html}").Should().BeEmpty();
    }
}
