using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Dashboard.Tests.Hosts;

/// <summary>An ASP.NET Core app with an engine and the dashboard, on a port of this machine.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-response-test-");
    private WebApplication? _app;
    private int _port;
    private int _alerts;

    public InMemoryFirewall Firewall { get; } = new();

    /// <summary>Disables accounts, that is, records whose.</summary>
    public RecordingResponder Accounts { get; } = new("accounts", ResponderNeeds.User);

    public VisitorBook Visitors { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{_port}/active-response/");

    public ActiveResponseEngine Engine => _app!.Services.GetRequiredService<ActiveResponseEngine>();

    public string ConfigFile => Path.Combine(_folder.FullName, "ossec.conf");

    public string AlertFile => Path.Combine(_folder.FullName, "alerts.json");

    public static async Task<DashboardHost> StartAsync(Visitor visitor = Visitor.Operator)
    {
        var host = new DashboardHost();
        host.Visitors.Now = visitor;
        await File.WriteAllTextAsync(host.ConfigFile, Sample.Config);
        await File.WriteAllTextAsync(host.AlertFile, "");
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>Starts it, after a stop on the same port.</summary>
    public async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        Add(builder.Services);
        _app = builder.Build();
        _app.MapActiveResponse(configure: static options => (options.ReadPolicy, options.ChangePolicy) = ("read", "change"));
        _app.MapActiveResponseDashboard();
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _app!.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Handles an alert of the attacker, and waits until its orders are carried out.</summary>
    public async Task AlertAsync(string address, uint rule = 5712, string agent = "bastion", string? user = null)
    {
        await Engine.HandleAsync(Sample.Alert(address, rule, agent, user, ++_alerts));
        await Engine.DrainAsync();
    }

    public Task BlockAsync(string address, TimeSpan time) => Engine.ApplyAsync("firewall-drop", SubjectOf(address), time);

    public Task LiftAsync(string address) => Engine.LiftAsync(SubjectOf(address));

    /// <summary>Blocks so many addresses for an hour.</summary>
    public Task BlockManyAsync(int count) =>
        Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    Engine.ApplyAsync("firewall-drop", SubjectOf($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}"), TimeSpan.FromHours(1))
                )
        );

    /// <summary>Somebody else takes an address out of the firewall.</summary>
    public void TakeAway(string address) =>
        Firewall.ApplyAsync([], [SubjectOf(address).Address!.Value], CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public bool IsBlocked(string address) => Firewall.Entries.Keys.Any(entry => entry.ToString() == address);

    /// <summary>When the block of an address ends; null for never.</summary>
    public DateTimeOffset? EndOf(string address) => Firewall.Entries.Single(entry => entry.Key.ToString() == address).Value;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static Subject SubjectOf(string address) =>
        AddressPrefix.TryParse(address, out var prefix) ? Subject.Of(prefix) : throw new FormatException(address);

    private void Add(IServiceCollection services)
    {
        services
            .AddActiveResponse()
            .UseOssecConfig(ConfigFile)
            .AddFirewall(_ => Firewall, StockNames.AddressBlocking)
            .AddResponder(_ => Accounts, StockNames.AccountDisabling)
            .AddAlertFile(AlertFile)
            .AddHttpApi();
        services.AddSingleton(Visitors);
        services
            .AddAuthentication(VisitorSignIn.Name)
            .AddScheme<AuthenticationSchemeOptions, VisitorSignIn>(VisitorSignIn.Name, configureOptions: null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy("read", static policy => policy.RequireAuthenticatedUser())
            .AddPolicy("change", static policy => policy.RequireRole("operator"));
    }
}
