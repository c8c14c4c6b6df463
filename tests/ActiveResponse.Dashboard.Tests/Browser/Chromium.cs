using ActiveResponse.Dashboard.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace ActiveResponse.Dashboard.Tests.Browser;

/// <summary>The system's Chromium, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float LimitMs = 30_000;

    // Nothing but the pages under test may use the network.
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists) is not { } program)
        {
            _missing = "chromium is not here";
            return;
        }

        Assertions.SetDefaultExpectTimeout(LimitMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
    }

    /// <summary>Skips the test where there is no Chromium.</summary>
    internal void ShouldBeHere() => Assert.SkipWhen(_browser is null, _missing ?? "");

    /// <summary>A window of its own: no cookies, no storage.</summary>
    internal async Task<IBrowserContext> WindowAsync(BrowserNewContextOptions options)
    {
        ShouldBeHere();
        var window = await _browser!.NewContextAsync(options);
        window.SetDefaultTimeout(LimitMs);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
