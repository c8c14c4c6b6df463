using System.Diagnostics.Metrics;
using System.IO.Abstractions;
using ActiveResponse;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.State;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds active response to a host.</summary>
public static class ActiveResponseServiceCollectionExtensions
{
    /// <summary>Adds the engine, which starts and stops with the host. Further calls return a builder for the same engine.</summary>
    /// <remarks>By default it keeps its state in memory, and has no responder and an empty configuration: nothing fires. Compose it with
    /// the builder.</remarks>
    /// <param name="services">The host's services.</param>
    public static ActiveResponseBuilder AddActiveResponse(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFileSystem, FileSystem>();
        services.TryAddSingleton(static provider =>
            NativeFiles.For(provider.GetRequiredService<IFileSystem>(), provider.GetRequiredService<TimeProvider>())
        );
        services.TryAddSingleton<IConfigParser, OssecConfigParser>();
        services.TryAddSingleton(ActiveResponseConfig.Empty);
        services.TryAddSingleton(HostIdentity.Standalone);
        services.TryAddSingleton<Func<ActiveResponseConfig, IRuleMatcher>>(static config => new RuleMatcher(config));
        services.TryAddSingleton<ICommandRunner>(static provider => CommandRunner.WithCliWrap(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IOrderDispatcher, NoTransportDispatcher>();
        services.TryAddSingleton<IResponseStore, InMemoryResponseStore>();
        services.TryAddSingleton<ITimeoutScheduler, TimeoutScheduler>();
        services.AddOptions<GuardOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GuardOptions>, GuardOptionsValidator>());
        services.AddOptions<ExecutionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExecutionOptions>, ExecutionOptionsValidator>());
        services.TryAddSingleton(static provider => new EngineGraph(PartsOf(provider), ownsParts: false));
        services.TryAddSingleton(static provider => provider.GetRequiredService<EngineGraph>().Engine);
        services.TryAddSingleton(static provider => provider.GetRequiredService<EngineGraph>().Intake);
        services.TryAddSingleton(static provider => provider.GetRequiredService<EngineGraph>().Binding);
        services.TryAddSingleton<IResponderCatalog>(static provider => provider.GetRequiredService<EngineGraph>().Binding);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ActiveResponseService>());
        return new ActiveResponseBuilder(services);
    }

    private static ActiveResponseParts PartsOf(IServiceProvider provider) =>
        new()
        {
            Config = provider.GetRequiredService<ActiveResponseConfig>(),
            Host = provider.GetRequiredService<HostIdentity>(),
            Responders = [.. provider.GetServices<ResponderRegistration>()],
            Scripts = provider.GetService<IScriptResponders>() is { } scripts ? new ScriptSource(_ => scripts) : null,
            RuleMatcher = provider.GetRequiredService<Func<ActiveResponseConfig, IRuleMatcher>>(),
            Store = provider.GetRequiredService<IResponseStore>(),
            TimeoutScheduler = provider.GetRequiredService<ITimeoutScheduler>(),
            Dispatcher = provider.GetRequiredService<IOrderDispatcher>(),
            Guards = [.. provider.GetServices<IResponseGuard>()],
            WrapGuard = guard =>
                provider.GetServices<GuardDecoration>().Aggregate(guard, (inner, decoration) => decoration.Wrap(inner, provider)),
            Observers = [.. provider.GetServices<IResponseObserver>()],
            HealthSources = [.. provider.GetServices<IHealthSource>()],
            Execution = provider.GetRequiredService<IOptions<ExecutionOptions>>().Value,
            ExecutionChanges = listener => new FollowedOptions(
                provider.GetRequiredService<IOptionsMonitor<ExecutionOptions>>(),
                provider.GetServices<IOptionsChangeTokenSource<ExecutionOptions>>(),
                provider.GetRequiredService<IOptionsFactory<ExecutionOptions>>(),
                listener,
                provider.GetRequiredService<ILogger<ActiveResponseEngine>>()
            ),
            GuardOptions = provider.GetRequiredService<IOptions<GuardOptions>>().Value,
            Time = provider.GetRequiredService<TimeProvider>(),
            FileSystem = provider.GetRequiredService<IFileSystem>(),
            NativeFiles = provider.GetRequiredService<INativeFiles>(),
            LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
            MeterFactory = provider.GetRequiredService<IMeterFactory>(),
            NetworkReader = provider.GetService<IHostNetworkReader>(),
            NameResolver = provider.GetService<IHostNameResolver>(),
        };
}
