using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>What happens on the host shows on the page by itself, also after the connection was lost.</summary>
public sealed class LiveTests(Chromium chromium) : PageTests(chromium)
{
    [Fact]
    public async Task A_block_appears_and_goes_as_it_does_on_the_host()
    {
        var page = await OpenAsync("blocks");
        await page.ShowsAsync("Nothing is blocked.");
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");

        await Host.AlertAsync("203.0.113.9");
        await Expect(page.Row("203.0.113.9")).ToBeVisibleAsync();
        await page.ShowsAsync("1 block");

        await Host.LiftAsync("203.0.113.9");
        await page.ShowsAsync("Nothing is blocked.");
    }

    [Fact]
    public async Task The_overview_counts_along()
    {
        var page = await OpenAsync();
        var active = page.Page.GetByRole(AriaRole.Link, new() { Name = "Active" });
        await Expect(active).ToContainTextAsync("0");

        await Host.AlertAsync("203.0.113.9");
        await Host.AlertAsync("203.0.113.10");

        await Expect(active).ToContainTextAsync("2");
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Rule 5712" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_lost_connection_is_said_and_comes_back_by_itself_with_what_was_missed()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        var page = await OpenAsync("blocks");
        await Expect(page.Row("203.0.113.9")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");

        await Host.StopAsync();
        await page.ShowsAsync("Connection lost.");
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Not connected");
        await Expect(page.Row("203.0.113.9")).ToBeVisibleAsync();

        await Host.StartAgainAsync();
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromHours(1));
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");
        await page.ShowsAsync("Connected again.");
        await Expect(page.Text("Connection lost.")).ToHaveCountAsync(0);
        await Expect(page.Row("203.0.113.10")).ToBeVisibleAsync();
        await Expect(page.Row("203.0.113.9")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_broken_stream_goes_on_after_the_last_event_without_being_told_to()
    {
        var page = await OpenAsync("blocks");
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");
        await Host.AlertAsync("203.0.113.9");
        await Expect(page.Row("203.0.113.9")).ToBeVisibleAsync();
        var next = page.Page.WaitForRequestAsync("**/api/events");

        await Host.StopAsync();
        await Host.StartAgainAsync();

        (await (await next).AllHeadersAsync()).Should().ContainKey("last-event-id").WhoseValue.Should().MatchRegex("^[0-9]+-[0-9]+$");
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");
    }

    [Fact]
    public async Task Whoever_is_signed_out_is_told_so()
    {
        var page = await OpenAsync("blocks");
        await Expect(page.Page.Locator(".connection")).ToHaveTextAsync("Live");

        Host.Visitors.Now = Visitor.Nobody;
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();

        await page.ShowsAsync("You are signed out");
    }

    [Fact]
    public async Task A_server_that_refuses_a_list_is_quoted_and_asked_again()
    {
        var page = await OpenAsync();
        await page.Page.RouteAsync(
            "**/api/history*",
            static route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = 503,
                        ContentType = "application/problem+json",
                        Body = """{"title":"The store is busy","detail":"state.db is locked","remedy":"Wait."}""",
                    }
                )
        );

        await page.GoAsync("history");
        await page.ShowsAsync("The store is busy");
        await page.ShowsAsync("Remedy: Wait.");

        await page.Page.UnrouteAsync("**/api/history*");
        await page.Button("Try again").ClickAsync();
        await page.ShowsAsync("Nothing was done in this time.");
    }
}
