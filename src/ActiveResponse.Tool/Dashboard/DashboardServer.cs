using System.Text.Encodings.Web;
using ActiveResponse.AspNetCore.Api;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Tool.Running;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Composes the server of the dashboard.</summary>
internal static class DashboardServer
{
    private const string Read = "read";
    private const string Change = "change";
    private const int MostConnections = 1_000;
    private const int MostStreams = 100;

    /// <summary>Makes the app; nothing is read from files or variables that the working folder or the environment may hold.</summary>
    public static WebApplication Build(DashboardSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(new StderrLoggerProvider(Console.Error.WriteLine)).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => Configure(options, settings));
        AddServices(builder.Services, settings);
        var app = builder.Build();
        app.Use((context, next) => CheckHostAsync(context, next, settings));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", ToPageAsync);
        SignInEndpoints.Map(app);
        app.MapActiveResponse(
            DashboardSettings.Prefix,
            static options =>
            {
                (options.ReadPolicy, options.ChangePolicy) = (Read, Change);
                options.MaxEventStreams = MostStreams;
            }
        );
        app.MapActiveResponseDashboard(DashboardSettings.Prefix);
        if (settings.ServesMetrics)
        {
            app.Services.GetRequiredService<AgentMetrics>().Map(app).RequireAuthorization(Read);
        }

        return app;
    }

    private static void Configure(KestrelServerOptions options, DashboardSettings settings)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.MaxRequestBodySize = ApiBody.MostBytes + 1024;
        options.Listen(
            settings.Listen,
            listen =>
            {
                if (settings.Certificate is { } certificate)
                {
                    listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, settings.Chain));
                }
            }
        );
    }

    private static void AddServices(IServiceCollection services, DashboardSettings settings)
    {
        services.AddRoutingCore();
        services.AddLogging();
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SignIns>();
        services.AddSingleton<AttemptLimit>();
        services.AddSingleton(new AgentSocket(settings.Socket));
        services.AddSingleton(new EventLog(TimeProvider.System));
        services.AddSingleton<IActiveResponseView, SocketView>();
        services.AddHostedService<AgentEvents>();
        services.AddSingleton<AgentMetrics>();
        if (settings.Fleet is { } fleet)
        {
            var follower = new FleetFollower(fleet, TimeProvider.System);
            services.AddSingleton<IFleetView>(follower);
            services.AddHostedService(_ => follower);
        }

        HttpApiExtensions.AddEndpointServices(services);

        // The core alone: the rest would write keys to the user's home.
        services.AddSingleton(UrlEncoder.Default);
        services.AddAuthenticationCore(static options =>
        {
            options.AddScheme<DashboardUsers>(DashboardUsers.SchemeName, displayName: null);
            options.DefaultScheme = DashboardUsers.SchemeName;
        });
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Read, static policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Change, policy => policy.RequireAuthenticatedUser().RequireAssertion(_ => !settings.IsReadOnly));
    }

    // Another site's name that is pointed at this address would make its pages ours.
    private static Task CheckHostAsync(HttpContext context, RequestDelegate next, DashboardSettings settings)
    {
        if (settings.IsOwnHost(context.Request.Host.Host))
        {
            return next(context);
        }

        return new ApiProblem(
            "Misdirected request",
            StatusCodes.Status421MisdirectedRequest,
            "This dashboard isn't known by that host name.",
            "Use its address, or a name of its certificate."
        ).WriteAsync(context);
    }

    private static Task ToPageAsync(HttpContext context)
    {
        context.Response.Redirect(DashboardSettings.Prefix + "/");
        return Task.CompletedTask;
    }
}
