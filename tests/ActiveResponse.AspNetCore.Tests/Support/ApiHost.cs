using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.AspNetCore.Tests.Support;

/// <summary>An app with an engine, the API and blocking, on a server in memory.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Prefix = "/active-response";
    public const string FromHeader = "X-Test-From";

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, ManualClock clock) => (_app, Clock) = (app, clock);

    public ManualClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    public ActiveResponseEngine Engine => Services.GetRequiredService<ActiveResponseEngine>();

    public IEnumerable<RouteEndpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Starts the app.</summary>
    /// <param name="configure">Adds to the engine.</param>
    /// <param name="options">Sets options of the API.</param>
    /// <param name="pipeline">Adds to the pipeline, before blocking.</param>
    /// <param name="blocking">Sets options of blocking.</param>
    public static async Task<ApiHost> StartAsync(
        Action<ActiveResponseBuilder>? configure = null,
        Action<ActiveResponseApiOptions>? options = null,
        Action<WebApplication>? pipeline = null,
        Action<InAppBlockingOptions>? blocking = null
    )
    {
        var clock = new ManualClock();
        var builder = Builder(clock);
        var response = builder.Services.AddActiveResponse().UseConfig(Config()).AddInAppBlocking(blocking).AddHttpApi();
        configure?.Invoke(response);
        builder.Services.AddHealthChecks().AddActiveResponseChecks();
        var app = builder.Build();
        app.Use(TakeAddress);
        pipeline?.Invoke(app);
        app.UseActiveResponseBlocking();
        app.MapGet("/", static () => "hello");
        app.MapActiveResponse(
            Prefix,
            api =>
            {
                (api.ReadPolicy, api.ChangePolicy) = ("read", "change");
                options?.Invoke(api);
            }
        );
        app.MapActiveResponseDashboard(Prefix);
        await app.StartAsync();
        return new ApiHost(app, clock);
    }

    /// <summary>A builder with users and policies: whoever is signed in reads, only <c>admin</c> changes.</summary>
    public static WebApplicationBuilder Builder(ManualClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder
            .Services.AddAuthentication(TestUsers.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TestUsers>(TestUsers.SchemeName, configureOptions: null);
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy("read", static policy => policy.RequireAuthenticatedUser())
            .AddPolicy("change", static policy => policy.RequireUserName("admin"));
        return builder;
    }

    /// <summary>A client of a user; null for nobody.</summary>
    public HttpClient ClientOf(string? user)
    {
        var client = _app.GetTestClient();
        if (user is not null)
        {
            client.DefaultRequestHeaders.Add(TestUsers.Header, user);
        }

        client.DefaultRequestHeaders.Add("X-Active-Response", "1");
        return client;
    }

    public HttpClient Admin() => ClientOf("admin");

    public async Task<JsonElement> GetAsync(string path)
    {
        using var client = Admin();
        return await client.GetFromJsonAsync<JsonElement>($"{Prefix}/api/{path}");
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var client = Admin();
        using var request = new HttpRequestMessage(method, $"{Prefix}/api/{path}");
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    /// <summary>Blocks addresses for ten minutes.</summary>
    public async Task BlockAsync(params IEnumerable<string> addresses)
    {
        await Task.WhenAll(
            addresses.Select(address =>
            {
                AddressPrefix.TryParse(address, out var prefix).Should().BeTrue();
                return Engine.ApplyAsync("in-app", Subject.Of(prefix), TimeSpan.FromMinutes(10));
            })
        );
        await Engine.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static ActiveResponseConfig Config()
    {
        var drop = new CommandDefinition
        {
            Name = "firewall-drop",
            Executable = "firewall-drop",
            TimeoutAllowed = true,
        };
        return new ActiveResponseConfig
        {
            Commands = [drop],
            Responses =
            [
                new ResponseDefinition
                {
                    Name = "firewall-drop600",
                    Command = drop,
                    Locations = ResponseLocation.Local,
                    RuleIds = [5712],
                    Timeout = TimeSpan.FromMinutes(10),
                },
            ],
            AllowList = new AllowList([new AllowListEntry { Text = "192.0.2.200", Network = PrefixOf("192.0.2.200") }]),
        };
    }

    private static AddressPrefix PrefixOf(string text) => AddressPrefix.TryParse(text, out var prefix) ? prefix : default;

    // A server in memory has no connections with addresses.
    private static Task TakeAddress(HttpContext context, RequestDelegate next)
    {
        if (IPAddress.TryParse(context.Request.Headers[FromHeader], out var address))
        {
            context.Connection.RemoteIpAddress = address;
        }

        return next(context);
    }
}
