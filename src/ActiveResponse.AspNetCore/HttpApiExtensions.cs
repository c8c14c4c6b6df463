using ActiveResponse.AspNetCore.Api;
using ActiveResponse.AspNetCore.Dashboard;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the HTTP API.</summary>
public static class HttpApiExtensions
{
    /// <summary>Adds what <c>app.MapActiveResponse()</c> and <c>app.MapActiveResponseDashboard()</c> need. Further calls change
    /// nothing.</summary>
    /// <param name="builder">The builder.</param>
    public static ActiveResponseBuilder AddHttpApi(this ActiveResponseBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(static service => service.ServiceType == typeof(EngineEvents)))
        {
            return builder;
        }

        AddEndpointServices(services);
        services.AddSingleton(static provider => new EventLog(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EngineEvents>();
        services.AddSingleton<AddedAllowGuard>();
        services.AddSingleton<IAllowedTargets, EngineAllowedTargets>();
        services.AddSingleton(ViewOf);
        services.AddHostedService<StateWatchService>();
        return builder
            .AddObserver(static provider => provider.GetRequiredService<EngineEvents>())
            .AddGuard(static provider => provider.GetRequiredService<AddedAllowGuard>());
    }

    /// <summary>Adds what the endpoints need beside a view.</summary>
    internal static void AddEndpointServices(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiMappings>();
        services.AddSingleton<DashboardFiles>();
        services.AddAuthorization();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Describe);
        services.ConfigureHttpJsonOptions(static options => options.SerializerOptions.TypeInfoResolverChain.Add(ViewJson.Default));
    }

    private static IActiveResponseView ViewOf(IServiceProvider provider)
    {
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        var file = provider.GetService<ConfigFileSource>();
        var killSwitch = provider.GetRequiredService<IOptions<GuardOptions>>().Value.KillSwitchFile;
        var files = provider.GetRequiredService<System.IO.Abstractions.IFileSystem>();
        var execution = provider.GetRequiredService<IOptionsMonitor<ExecutionOptions>>();
        return new EngineView(
            new EngineViewParts
            {
                Engine = engine,
                Store = provider.GetRequiredService<IResponseStore>(),
                Events = provider.GetRequiredService<EventLog>(),
                Allowed = provider.GetRequiredService<IAllowedTargets>(),
                Clock = provider.GetRequiredService<TimeProvider>(),
                Config = file is null ? null : file.Look,
                ConfigFile = file?.Path,
                IsKilled = () => killSwitch is not null && files.Path.Exists(killSwitch),
                IsDryRun = () => execution.CurrentValue.DryRun,
            }
        );
    }
}
