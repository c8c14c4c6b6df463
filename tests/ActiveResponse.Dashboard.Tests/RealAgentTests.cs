using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Tool.Tests.Support;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>The tool's own agent with nftables, and its dashboard as a process of its own.</summary>
public sealed class RealAgentTests(Chromium chromium)
{
    [Fact]
    public async Task Shows_and_changes_what_the_kernel_blocks()
    {
        chromium.ShouldBeHere();
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        using var agent = ToolProcess.StartIn(
            space,
            Inputs.BlockingRun(folder, "203.0.113.9", "nftables", "--state", folder.File("state.db"))
        );
        await agent.LineAsync("203.0.113.9");
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"));

        await using var page = await DashboardPage.SignInAsync(chromium, dashboard.SignIn, dashboard.Url);
        await LiftAndUndoAsync(page, space);
        await BlockAsync(page, space);
        await File.AppendAllTextAsync(folder.File("alerts.json"), Inputs.Alert("203.0.113.10", 2));
        await Assertions.Expect(page.Row("203.0.113.10")).ToBeVisibleAsync();

        await ReadAsync(page);
        page.Faults.Should().BeEmpty();
    }

    private static async Task LiftAndUndoAsync(DashboardPage page, NetworkNamespace space)
    {
        await page.GoAsync("blocks");
        await page.Row("203.0.113.9").ClickAsync();
        await page.ShowsAsync("firewall-drop600");
        space.Ruleset.Should().Contain("203.0.113.9");
        await page.Button("Lift").ClickAsync();
        await page.Button("Lift").ClickAsync();
        await page.ShowsAsync("203.0.113.9 is lifted.");
        space.Ruleset.Should().NotContain("203.0.113.9");

        await page.Button("Undo").ClickAsync();
        await page.ShowsAsync("203.0.113.9 is blocked.");
        space.Ruleset.Should().MatchRegex(@"203\.0\.113\.9 timeout 9m|203\.0\.113\.9 timeout 10m");
    }

    private static async Task BlockAsync(DashboardPage page, NetworkNamespace space)
    {
        await page.Button("Block…").ClickAsync();
        await page.Page.GetByLabel("Targets").FillAsync("2001:db8::9\n127.0.0.1");
        await page.Page.GetByLabel("Reason").FillAsync("seen in the proxy's log");
        await page.Button("Review").ClickAsync();
        await page.Button("Block 2").ClickAsync();
        await page.ShowsAsync("2001:db8::9 is blocked.");
        await page.ShowsAsync("127.0.0.1: refused");
        space.Ruleset.Should().Contain("2001:db8::9");
    }

    private static async Task ReadAsync(DashboardPage page)
    {
        await page.GoAsync("health");
        await page.ShowsAsync("nftables");
        await page.GoAsync("explain");
        await page.Page.GetByLabel("Alert").FillAsync(Inputs.Alert("203.0.113.11", 3));
        await page.Button("Explain").ClickAsync();
        await page.ShowsAsync("1 of 1 response fires");
        await page.GoAsync("history");
        await page.ShowsAsync("seen in the proxy's log");
    }
}
