using System.Diagnostics.CodeAnalysis;
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
using ActiveResponse.Processes;
using ActiveResponse.Responders;
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
    /// <summary>Adds the engine, which starts and stops with the host. Calling it again is harmless and goes on where the first call was.</summary>
    /// <remarks>
    /// Without more it keeps its state in memory, has no responder, and an empty configuration: nothing fires. Compose it with the builder.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    public static ActiveResponseBuilder AddActiveResponse(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFileSystem, FileSystem>();
        services.TryAddSingleton<IConfigParser, OssecConfigParser>();
        services.TryAddSingleton(ActiveResponseConfig.Empty);
        services.TryAddSingleton(HostIdentity.Standalone);
        services.TryAddSingleton<Func<ActiveResponseConfig, IRuleMatcher>>(static config => new RuleMatcher(config));
        services.TryAddSingleton<ICommandRunner>(static provider => new CommandRunner(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ICommandDispatcher, NoTransportDispatcher>();
        services.TryAddSingleton<IResponseStore, InMemoryResponseStore>();
        services.TryAddSingleton<ITimeoutScheduler, TimeoutScheduler>();
        AddGuards(services);
        AddExecution(services);
        services.TryAddSingleton(MakeEngine);
        services.TryAddSingleton(static provider => new AlertIntake(
            provider.GetRequiredService<ActiveResponseEngine>(), provider.GetRequiredService<EngineTelemetry>(), provider.GetRequiredService<IntakePositions>(),
            provider.GetRequiredService<IFileSystem>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AlertIntake>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ActiveResponseService>());
        return new ActiveResponseBuilder(services);
    }

    private static void AddGuards(IServiceCollection services)
    {
        services.AddOptions<GuardOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GuardOptions>, GuardOptionsValidator>());
        services.TryAddSingleton<IHostNetworkReader>(static provider => new HostNetworkReader(
            new HostFiles(), Environment.GetEnvironmentVariable, provider.GetRequiredService<ILogger<HostNetworkReader>>()));
        services.TryAddSingleton(static provider => new HostNetworkCache(
            provider.GetRequiredService<IHostNetworkReader>(), provider.GetRequiredService<TimeProvider>(), OptionsOf<GuardOptions>(provider).NetworkRefresh));
        services.TryAddSingleton<IHostNameResolver, DnsHostNameResolver>();
        services.TryAddSingleton(static provider => new ResolvedNames(
            provider.GetRequiredService<IHostNameResolver>(), provider.GetRequiredService<TimeProvider>(), OptionsOf<GuardOptions>(provider),
            provider.GetRequiredService<ILogger<ResolvedNames>>()));
        services.TryAddSingleton(static provider => new AllowListGuard(
            AllowListOf(provider.GetRequiredService<ActiveConfiguration>()), provider.GetRequiredService<ResolvedNames>(), OptionsOf<GuardOptions>(provider)));
        services.TryAddSingleton(MakeBudgets);
        services.TryAddSingleton(static provider => new GuardChain(
            [.. BuiltInGuards(provider), .. provider.GetServices<IResponseGuard>()], provider.GetRequiredService<ILogger<GuardChain>>()));
    }

    private static IEnumerable<IResponseGuard> BuiltInGuards(IServiceProvider provider)
    {
        var options = OptionsOf<GuardOptions>(provider);
        if (options.KillSwitchFile is { } file)
        {
            yield return new KillSwitchGuard(file, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KillSwitchGuard>>());
        }

        yield return new ProtectedAddressGuard(options);
        foreach (var guard in HostNetworkGuard.All(options, provider.GetRequiredService<HostNetworkCache>()))
        {
            yield return guard;
        }

        if (options.ProtectManagers)
        {
            var active = provider.GetRequiredService<ActiveConfiguration>();
            yield return new ManagerGuard(() => active.Current.Config.Managers, provider.GetRequiredService<ResolvedNames>(), options);
        }

        yield return provider.GetRequiredService<AllowListGuard>();
    }

    private static BlockBudgets MakeBudgets(IServiceProvider provider)
    {
        var store = provider.GetRequiredService<IResponseStore>();
        return new BlockBudgets(
            OptionsOf<GuardOptions>(provider),
            async (key, token) => await store.FindOffenseAsync(key, token).ConfigureAwait(false) is not null
                || await store.FindAsync(key, token).ConfigureAwait(false) is not null,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlockBudgets>>());
    }

    private static Func<AllowList> AllowListOf(ActiveConfiguration active) => () => active.Current.Config.AllowList;

    private static void AddExecution(IServiceCollection services)
    {
        services.AddOptions<ExecutionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExecutionOptions>, ExecutionOptionsValidator>());
        services.TryAddSingleton(static provider => new ActiveConfiguration(
            provider.GetRequiredService<ActiveResponseConfig>(), provider.GetRequiredService<Func<ActiveResponseConfig, IRuleMatcher>>()));
        services.TryAddSingleton(static provider => new ResponderBinding(
            provider.GetServices<ResponderRegistration>(), provider.GetService<IScriptResponders>()));
        services.TryAddSingleton<IResponderCatalog>(static provider => provider.GetRequiredService<ResponderBinding>());
        services.TryAddSingleton<ExecutionTelemetry>();
        services.TryAddSingleton<EngineTelemetry>();
        services.TryAddSingleton<IntakePositions>();
        services.TryAddSingleton<EffectEndings>();
        services.TryAddSingleton<StartupRecovery>();
        services.TryAddSingleton<DriftWatch>();
        services.TryAddSingleton<ResponsePlanner>();
        services.TryAddSingleton(static provider => OptionsOf<ExecutionOptions>(provider));
        services.TryAddSingleton<EngineLifetime>();
        services.TryAddSingleton(static provider =>
        {
            var active = provider.GetRequiredService<ActiveConfiguration>();
            return new OffenseCounter(() => active.Current.Config.RepeatedOffenders, OptionsOf<ExecutionOptions>(provider));
        });
        services.TryAddSingleton<ResponseExecutor>();
        services.TryAddSingleton<AddressFolding>();
        services.TryAddSingleton<OrderCarrier>();
    }

    private static ActiveResponseEngine MakeEngine(IServiceProvider provider) => new(
        provider.GetRequiredService<ActiveConfiguration>(),
        provider.GetRequiredService<HostIdentity>(),
        provider.GetRequiredService<ResponsePlanner>(),
        provider.GetRequiredService<OrderCarrier>(),
        provider.GetRequiredService<ResponseExecutor>(),
        provider.GetRequiredService<IResponseStore>(),
        provider.GetRequiredService<EngineLifetime>(),
        provider.GetRequiredService<EngineTelemetry>());

    private static T OptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
