using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>Pictures of each view, kept below ACTIVE_RESPONSE_ARTIFACTS, else beside the tests.</summary>
public sealed class ScreenshotTests(Chromium chromium) : PageTests(chromium)
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("ACTIVE_RESPONSE_ARTIFACTS") ?? AppContext.BaseDirectory,
        "screenshots"
    );

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("phone")]
    public async Task Each_view_has_its_picture(string look)
    {
        Directory.CreateDirectory(Folder);
        for (var i = 1; i <= 40; i++)
        {
            await Host.AlertAsync($"203.0.113.{i}", rule: i % 3 == 0 ? 31151u : 5712u);
        }

        await Host.BlockAsync("198.51.100.7", TimeSpan.FromHours(1));
        var page = await OpenAsync("overview", Look.Named(look));
        foreach (var view in new[] { "overview", "blocks", "history", "explain", "allow", "health" })
        {
            await page.GoAsync(view);
            await page.IsLoadedAsync();
            var file = Path.Combine(Folder, $"{view}-{look}.png");
            await page.Page.ScreenshotAsync(new() { Path = file });
            new FileInfo(file).Length.Should().BeGreaterThan(5_000, "a picture of a page that shows something is larger");
        }
    }
}
