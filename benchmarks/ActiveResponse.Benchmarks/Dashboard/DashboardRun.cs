using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace ActiveResponse.Benchmarks.Dashboard;

/// <summary>The dashboard's page before very many blocks: when something is to be seen, and what it takes.</summary>
/// <remarks><c>dashboard [BLOCKS] [ROUNDS]</c>; needs <c>/usr/bin/chromium</c>. Each round has a new window; figures are medians.</remarks>
internal static class DashboardRun
{
    private const string Program = "/usr/bin/chromium";
    private const float LimitMs = 120_000;

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

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!File.Exists(Program))
        {
            await Console.Error.WriteLineAsync($"{Program} is not here: install chromium");
            return 1;
        }

        var blocks = arguments is [var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : 100_000;
        var rounds = arguments is [_, var second, ..] ? int.Parse(second, CultureInfo.InvariantCulture) : 5;
        await using var host = await DashboardSide.StartAsync(blocks);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments });
        var looks = new List<DashboardLook>();
        for (var round = 0; round < rounds; round++)
        {
            looks.Add(await LookAsync(browser, host.Address, blocks));
        }

        Print(blocks, looks, host);
        return 0;
    }

    private static async Task<DashboardLook> LookAsync(IBrowser browser, Uri address, int blocks)
    {
        await using var window = await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = 1360, Height = 860 },
            }
        );
        window.SetDefaultTimeout(LimitMs);
        var page = await window.NewPageAsync();
        var watch = Stopwatch.StartNew();
        await page.GotoAsync($"{address}#/blocks?sort=target&order=asc", new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("() => document.querySelector('.rows .row .cell-target')?.textContent.includes('.')");
        var firstRow = watch.Elapsed.TotalMilliseconds;
        var firstPaint = await page.EvaluateAsync<double>(
            "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
        );
        var memoryAtFirst = await MemoryOfAsync(browser);
        var scroll = await page.EvaluateAsync<double>(ScrollScript);

        watch.Restart();
        await page.GetByRole(AriaRole.Grid).FocusAsync();
        await page.Keyboard.PressAsync("End");
        await page.Locator($".rows .row[aria-rowindex='{blocks + 1}']", new() { HasText = "." }).WaitForAsync();
        var end = watch.Elapsed.TotalMilliseconds;
        var heap = await page.EvaluateAsync<double>("() => performance.memory.usedJSHeapSize");
        var elements = await page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");
        return new DashboardLook(firstPaint, firstRow, scroll, end, heap / 1e6, memoryAtFirst, await MemoryOfAsync(browser), elements);
    }

    // The 95th percentile of the time between two frames, over two seconds of scrolling by nine rows a frame.
    private const string ScrollScript = """
        async () => {
          const grid = document.querySelector(".scroller");
          const times = [];
          let last = performance.now();
          for (let i = 0; i < 120; i++) {
            grid.scrollTop += 300;
            await new Promise(requestAnimationFrame);
            times.push(performance.now() - last);
            last = performance.now();
          }
          return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)];
        }
        """;

    /// <summary>Memory of the largest renderer in MB: what it shares with others counts by its share.</summary>
    private static async Task<double> MemoryOfAsync(IBrowser browser)
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var answer = await session.SendAsync("SystemInfo.getProcessInfo");
        await session.DetachAsync();
        return answer!
            .Value.GetProperty("processInfo")
            .EnumerateArray()
            .Where(static process => process.GetProperty("type").GetString() == "renderer")
            .Max(static process => PssOf(process.GetProperty("id").GetInt32()));
    }

    private static double PssOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/smaps_rollup").First(static line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1e3;
    }

    private static void Print(int blocks, List<DashboardLook> looks, DashboardSide host)
    {
        string Median(Func<DashboardLook, double> of, string format = "N0") =>
            Shown(looks.Select(of).Order().ElementAt(looks.Count / 2), format);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {blocks:N0} blocks, {looks.Count} rounds, medians
                first contentful paint      {Median(static look => look.FirstPaint)} ms
                first rows                  {Median(static look => look.FirstRow)} ms
                between frames, p95         {Median(static look => look.Frame, "N1")} ms
                to the last row             {Median(static look => look.End)} ms
                renderer at the first rows  {Median(static look => look.MemoryAtFirst)} MB
                renderer at the last row    {Median(static look => look.MemoryAtEnd)} MB
                JavaScript heap             {Median(static look => look.Heap, "N1")} MB
                elements                    {Median(static look => look.Elements)}
                the app with the engine     {Shown(host.MemoryMb, "N0")} MB
                """
            )
        );
    }

    private static string Shown(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture).PadLeft(8);
}

/// <summary>What one look at the page took, in milliseconds and megabytes.</summary>
internal sealed record DashboardLook(
    double FirstPaint,
    double FirstRow,
    double Frame,
    double End,
    double Heap,
    double MemoryAtFirst,
    double MemoryAtEnd,
    int Elements
);
