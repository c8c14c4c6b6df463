using ActiveResponse.Dashboard.Tests.Browser;
using ActiveResponse.Dashboard.Tests.Hosts;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests;

/// <summary>What all tests of the page have: a host of its own, and a look at what went wrong in the browser.</summary>
public abstract class PageTests(Chromium chromium) : IAsyncLifetime
{
    private readonly List<DashboardPage> _pages = [];
    private DashboardHost? _host;

    internal DashboardHost Host => _host!;

    public virtual async ValueTask InitializeAsync() => _host = await DashboardHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        var faults = _pages.SelectMany(static page => page.Faults).ToList();
        foreach (var page in _pages)
        {
            await page.DisposeAsync();
        }

        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
        faults.Should().BeEmpty("a page without faults logs none");
    }

    internal async Task<DashboardPage> OpenAsync(string view = "overview", BrowserNewContextOptions? look = null)
    {
        var page = await DashboardPage.OpenAsync(chromium, Host.Address, view, look);
        _pages.Add(page);
        return page;
    }

    internal static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
