using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests.Browser;

/// <summary>The dashboard in a window, with what went wrong in it.</summary>
internal sealed class DashboardPage(IBrowserContext window, IPage page, Uri address) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Errors of scripts, refusals by the content security policy, and requests to other addresses.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public IPage Page => page;

    public static async Task<DashboardPage> OpenAsync(
        Chromium chromium,
        Uri address,
        string view = "overview",
        BrowserNewContextOptions? look = null
    )
    {
        var window = await chromium.WindowAsync(look ?? Look.Light);
        var page = await window.NewPageAsync();
        var dashboard = new DashboardPage(window, page, address);
        dashboard.Watch();
        await dashboard.GoAsync(view);
        return dashboard;
    }

    /// <summary>Opens the sign-in link, which leads to the page.</summary>
    public static async Task<DashboardPage> SignInAsync(Chromium chromium, Uri signIn, Uri address)
    {
        var window = await chromium.WindowAsync(Look.Light);
        var page = await window.NewPageAsync();
        var dashboard = new DashboardPage(window, page, address);
        dashboard.Watch();
        await page.GotoAsync(signIn.ToString());
        await Assertions.Expect(page.Locator(".connection")).ToHaveTextAsync("Live");
        return dashboard;
    }

    public async Task GoAsync(string view)
    {
        await page.GotoAsync($"{address}#/{view}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeAttachedAsync();
    }

    /// <summary>The row of a target in the list of blocks.</summary>
    public ILocator Row(string target) => page.Locator(".rows .row:visible", new() { HasText = target });

    /// <summary>The targets in the list of blocks, in their order on the screen.</summary>
    public async Task<IReadOnlyList<string>> TargetsAsync() =>
        await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll(".rows .row:not([hidden])")]
              .sort((a, b) => a.getAttribute("aria-rowindex") - b.getAttribute("aria-rowindex"))
              .map((row) => row.querySelector(".cell-target").textContent)
            """
        );

    public ILocator Button(string name, bool exact = true) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    public ILocator Text(string text) => page.GetByText(text);

    public async Task ShowsAsync(string text) => await Assertions.Expect(page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Waits until the host's name and all parts of the view are there.</summary>
    public async Task IsLoadedAsync()
    {
        await Assertions.Expect(page.Locator(".host")).Not.ToBeEmptyAsync();
        await Assertions.Expect(page.GetByText("Loading…").First).Not.ToBeVisibleAsync();
    }

    /// <summary>Drops the faults that a test wanted.</summary>
    public void Forget() => _faults.Clear();

    public async ValueTask DisposeAsync() => await window.CloseAsync();

    private void Watch()
    {
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Console += (_, message) =>
        {
            // A request that the server refuses is part of some tests; the page itself says what it means.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal))
            {
                _faults.Enqueue($"request to {request.Url}");
            }
        };
    }
}
