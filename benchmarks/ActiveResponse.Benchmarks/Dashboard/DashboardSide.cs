using System.Diagnostics;
using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Benchmarks.Dashboard;

/// <summary>An app with an engine, very many blocks in memory, and the dashboard.</summary>
internal sealed class DashboardSide : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardSide(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First() + "/active-response/");

    public double MemoryMb
    {
        get
        {
            using var own = Process.GetCurrentProcess();
            return own.WorkingSet64 / 1e6;
        }
    }

    public static async Task<DashboardSide> StartAsync(int blocks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder
            .Services.AddActiveResponse()
            .UseConfig(new ActiveResponseConfig())
            .AddFirewall(static _ => new InMemoryFirewall(), StockNames.AddressBlocking)
            .AddHttpApi();
        builder.Services.AddAuthorizationBuilder().AddPolicy("all", static policy => policy.RequireAssertion(static _ => true));
        var app = builder.Build();
        app.MapActiveResponse(configure: static options => (options.ReadPolicy, options.ChangePolicy) = ("all", "all"));
        app.MapActiveResponseDashboard();
        await app.StartAsync();
        await BlockAsync(app.Services.GetRequiredService<ActiveResponseEngine>(), blocks);
        return new DashboardSide(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task BlockAsync(ActiveResponseEngine engine, int blocks)
    {
        foreach (var some in Enumerable.Range(0, blocks).Chunk(5_000))
        {
            await Task.WhenAll(some.Select(i => engine.ApplyAsync("firewall-drop", AddressOf(i), TimeSpan.FromHours(12))));
        }
    }

    private static Subject AddressOf(int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}");
        return AddressPrefix.TryParse(text, out var address) ? Subject.Of(address) : throw new FormatException(text);
    }
}
