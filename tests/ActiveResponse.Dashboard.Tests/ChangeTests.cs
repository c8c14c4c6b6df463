using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>Block, lift, extend and allow on the page, and what that does on the host.</summary>
public sealed class ChangeTests(Chromium chromium) : PageTests(chromium)
{
    [Fact]
    public async Task Lift_asks_first_and_undo_blocks_again_for_the_rest_of_the_time()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        var end = Host.EndOf("203.0.113.9")!.Value;
        var page = await OpenAsync("blocks");

        await page.Row("203.0.113.9").ClickAsync();
        await page.Button("Lift").ClickAsync();
        await page.ShowsAsync("Lift 1 block?");
        Host.IsBlocked("203.0.113.9").Should().BeTrue("nothing is done before it is confirmed");
        await page.Page.GetByLabel("Reason").FillAsync("false positive");
        await page.Button("Lift").ClickAsync();

        await page.ShowsAsync("203.0.113.9 is lifted.");
        Host.IsBlocked("203.0.113.9").Should().BeFalse();
        await Expect(page.Row("203.0.113.9")).ToHaveCountAsync(0);

        await page.Button("Undo").ClickAsync();
        await page.ShowsAsync("203.0.113.9 is blocked.");
        Host.EndOf("203.0.113.9").Should().BeCloseTo(end, TimeSpan.FromSeconds(5));
        await Expect(page.Row("203.0.113.9")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_no_longer_offered_is_not_undone_by_key()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        var page = await OpenAsync("blocks");
        await page.Row("203.0.113.9").ClickAsync();
        await page.Button("Lift").ClickAsync();
        await page.Button("Lift").ClickAsync();
        await page.ShowsAsync("203.0.113.9 is lifted.");

        await page.Button("Close").ClickAsync();
        await page.Page.Keyboard.PressAsync("u");
        await page.Page.Keyboard.PressAsync("?");

        await page.ShowsAsync("Undo the last change");
        await Expect(page.Text("203.0.113.9 is blocked.")).ToHaveCountAsync(0);
        Host.IsBlocked("203.0.113.9").Should().BeFalse();
    }

    [Fact]
    public async Task Extend_of_one_that_is_gone_does_not_stop_the_others()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromMinutes(5));
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromMinutes(5));
        var page = await OpenAsync("blocks");
        await page.Row("203.0.113.9").Locator(".cell-select").ClickAsync();
        await page.Row("203.0.113.10").Locator(".cell-select").ClickAsync();
        await page.Button("Extend 2…").ClickAsync();
        await Host.LiftAsync("203.0.113.9");

        await page.Button("Extend 2").ClickAsync();

        await page.ShowsAsync("203.0.113.10 is extended.");
        await page.ShowsAsync("203.0.113.9 was already lifted.");
    }

    [Fact]
    public async Task Lift_can_be_cancelled()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        var page = await OpenAsync("blocks");

        await page.Row("203.0.113.9").ClickAsync();
        await page.Button("Lift").ClickAsync();
        await page.Button("Cancel").ClickAsync();

        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Host.IsBlocked("203.0.113.9").Should().BeTrue();
    }

    [Fact]
    public async Task Block_is_reviewed_and_undo_lifts_what_it_put_in_place()
    {
        await Host.BlockAsync("203.0.113.50", TimeSpan.FromHours(1));
        var page = await OpenAsync("blocks");

        await page.Button("Block…").ClickAsync();
        await page.Page.GetByLabel("Targets").FillAsync("203.0.113.9\n203.0.113.0/28\n203.0.113.50\n198.51.100.7");
        await page.Page.GetByLabel("For").SelectOptionAsync("other");
        await page.Page.GetByLabel("e.g. 90s, 10m, 1d12h").FillAsync("2h");
        await page.Button("Review").ClickAsync();
        await page.ShowsAsync("Block 4 targets for 2h?");
        Host.Firewall.Entries.Should().ContainSingle("nothing is done before it is confirmed");
        await page.Button("Block 4").ClickAsync();

        await page.ShowsAsync("198.51.100.7: refused");
        await page.ShowsAsync("2 targets are blocked.");
        Host.EndOf("203.0.113.9").Should().BeCloseTo(DateTimeOffset.UtcNow.AddHours(2), TimeSpan.FromMinutes(1));
        Host.IsBlocked("203.0.113.0/28").Should().BeTrue();

        await page.Button("Undo").ClickAsync();
        await page.ShowsAsync("2 targets are lifted.");
        Host.Firewall.Entries.Keys.Select(static entry => entry.ToString()).Should().Equal("203.0.113.50");
    }

    [Fact]
    public async Task Back_from_the_review_keeps_what_was_entered()
    {
        var page = await OpenAsync("blocks");

        await page.Button("Block…").ClickAsync();
        await page.Page.GetByLabel("Targets").FillAsync("203.0.113.9");
        await page.Button("Review").ClickAsync();
        await page.Button("Back").ClickAsync();

        await Expect(page.Page.GetByLabel("Targets")).ToHaveValueAsync("203.0.113.9");
    }

    [Fact]
    public async Task Wrong_input_is_explained_beside_its_field()
    {
        var page = await OpenAsync("blocks");

        await page.Button("Block…").ClickAsync();
        await page.Button("Review").ClickAsync();
        await page.ShowsAsync("Enter at least one target.");
        await page.Page.GetByLabel("Targets").FillAsync("203.0.113.9");
        await page.Page.GetByLabel("For").SelectOptionAsync("other");
        await page.Page.GetByLabel("e.g. 90s, 10m, 1d12h").FillAsync("soon");
        await page.Button("Review").ClickAsync();

        await page.ShowsAsync("No duration");
        await Expect(page.Page.GetByLabel("e.g. 90s, 10m, 1d12h")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Extend_gives_a_later_end()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromMinutes(5));
        var page = await OpenAsync("blocks");

        await page.Row("203.0.113.9").ClickAsync();
        await page.Button("Extend").ClickAsync();
        await page.Page.GetByLabel("For").SelectOptionAsync("86400");
        await page.Button("Extend").ClickAsync();

        await page.ShowsAsync("203.0.113.9 is extended.");
        Host.EndOf("203.0.113.9").Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Several_selected_blocks_are_lifted_at_once_and_undone_at_once()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        await Host.BlockAsync("203.0.113.10", TimeSpan.FromHours(2));
        await Host.BlockAsync("203.0.113.11", TimeSpan.FromHours(3));
        var page = await OpenAsync("blocks");

        await page.Row("203.0.113.9").Locator(".cell-select").ClickAsync();
        await page.Row("203.0.113.11").Locator(".cell-select").ClickAsync();
        await page.ShowsAsync("2 selected");
        await page.Button("Lift 2…").ClickAsync();
        await page.Button("Lift 2").ClickAsync();
        await page.ShowsAsync("2 targets are lifted.");
        Host.Firewall.Entries.Keys.Select(static entry => entry.ToString()).Should().Equal("203.0.113.10");

        await page.Button("Undo").ClickAsync();
        await page.ShowsAsync("2 targets are blocked.");
        Host.EndOf("203.0.113.11").Should().BeCloseTo(DateTimeOffset.UtcNow.AddHours(3), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Allow_lifts_what_it_covers_and_can_be_taken_back()
    {
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        var page = await OpenAsync("allow");
        await page.ShowsAsync("198.51.100.7");

        await page.Page.GetByLabel("Address, network, user, file or host name").FillAsync("203.0.113.0/24");
        await page.Button("Add").ClickAsync();
        await page.ShowsAsync("Blocks that it covers are lifted.");
        await page.Button("Allow").ClickAsync();

        await page.ShowsAsync("203.0.113.0/24 is allowed.");
        await Expect(page.Page.GetByRole(AriaRole.Cell, new() { Name = "203.0.113.0/24", Exact = true })).ToBeVisibleAsync();
        Host.IsBlocked("203.0.113.9").Should().BeFalse();

        await page.Button("Remove 203.0.113.0/24").ClickAsync();
        await page.Button("Remove").ClickAsync();
        await page.ShowsAsync("203.0.113.0/24 is no longer allowed.");
        await Expect(page.Page.GetByRole(AriaRole.Cell, new() { Name = "203.0.113.0/24", Exact = true })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("blocks")]
    [InlineData("allow")]
    public async Task Someone_who_may_only_read_sees_no_control_that_changes_something(string view)
    {
        Host.Visitors.Now = Visitor.Reader;
        await Host.BlockAsync("203.0.113.9", TimeSpan.FromHours(1));
        var page = await OpenAsync(view);
        await page.ShowsAsync(view == "blocks" ? "203.0.113.9" : "198.51.100.7");
        await Expect(page.Page.Locator(".host")).Not.ToBeEmptyAsync();

        foreach (var name in new[] { "Block…", "Lift", "Add", "Remove" })
        {
            await Expect(page.Button(name, exact: false)).ToHaveCountAsync(0);
        }

        await page.Page.Keyboard.PressAsync("b");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        if (view == "blocks")
        {
            await page.Row("203.0.113.9").ClickAsync();
            await page.ShowsAsync("What was done");
            await Expect(page.Page.Locator("dialog .button-row")).ToHaveCountAsync(0);
        }
    }
}
