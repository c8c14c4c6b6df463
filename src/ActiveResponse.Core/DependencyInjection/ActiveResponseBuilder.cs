using System.Diagnostics.CodeAnalysis;
using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveResponse.DependencyInjection;

/// <summary>Composes active response: <c>Add…</c> adds one of many, <c>Use…</c> replaces the one. Made by
/// <c>services.AddActiveResponse()</c>.</summary>
public sealed class ActiveResponseBuilder
{
    private const DynamicallyAccessedMemberTypes Made = DynamicallyAccessedMemberTypes.PublicConstructors;

    private static readonly Type[] Decorated =
    [
        typeof(IConfigParser),
        typeof(ICommandRunner),
        typeof(ITimeoutScheduler),
        typeof(IResponseStore),
        typeof(IOrderDispatcher),
    ];

    internal ActiveResponseBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services everything is registered in.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Uses a configuration built in code.</summary>
    /// <param name="config">The configuration.</param>
    public ActiveResponseBuilder UseConfig(ActiveResponseConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return UseConfig(_ => config);
    }

    /// <summary>Uses the configuration that is made when the host starts; what another source would have reloaded is not watched any
    /// more.</summary>
    internal ActiveResponseBuilder UseConfig(Func<IServiceProvider, ActiveResponseConfig> config)
    {
        Services.RemoveAll<ConfigFileSource>();
        return Use(config);
    }

    /// <summary>Says who this host is. Default: a host on its own.</summary>
    /// <param name="host">Role, agent id and name.</param>
    public ActiveResponseBuilder UseHost(HostIdentity host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Services.Replace(ServiceDescriptor.Singleton(host));
        return this;
    }

    /// <summary>Adds a responder; its name, and the executables given, are what a configuration calls it by.</summary>
    /// <param name="responder">Makes the responder.</param>
    /// <param name="executables">Further executables that mean it, e.g. <see cref="StockNames.AddressBlocking"/>.</param>
    public ActiveResponseBuilder AddResponder(Func<IServiceProvider, IResponder> responder, params IEnumerable<string> executables)
    {
        ArgumentNullException.ThrowIfNull(responder);
        ArgumentNullException.ThrowIfNull(executables);
        var names = executables.ToArray();
        Services.AddSingleton(provider => new ResponderRegistration(responder(provider), [.. names]));
        return this;
    }

    /// <summary>Adds a responder that the container makes.</summary>
    /// <typeparam name="TResponder">The responder.</typeparam>
    /// <param name="executables">Further executables that mean it.</param>
    public ActiveResponseBuilder AddResponder<[DynamicallyAccessedMembers(Made)] TResponder>(params IEnumerable<string> executables)
        where TResponder : class, IResponder =>
        AddResponder(static provider => ActivatorUtilities.CreateInstance<TResponder>(provider), executables);

    /// <summary>Adds a firewall: everything but the backend itself (batches, timeouts, refusals) is done for it.</summary>
    /// <param name="backend">Makes the backend.</param>
    /// <param name="executables">Further executables that mean it, e.g. <see cref="StockNames.AddressBlocking"/>.</param>
    public ActiveResponseBuilder AddFirewall(Func<IServiceProvider, IFirewallBackend> backend, params IEnumerable<string> executables)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return AddResponder(provider => new FirewallResponder(backend(provider), provider.GetService<PlaceKeeper>()), executables);
    }

    /// <summary>Adds a built-in packet filter. Without executables it is what the stock names of packet filters mean, where nothing else
    /// claims them.</summary>
    internal ActiveResponseBuilder AddPacketFilter(
        Func<IServiceProvider, IFirewallBackend> backend,
        IEnumerable<string> executables,
        params ReadOnlySpan<string> ownNames
    )
    {
        ArgumentNullException.ThrowIfNull(executables);
        string[] named = [.. executables];
        var isDefault = named.Length == 0;
        string[] names = [.. named.Union(ownNames.ToArray())];
        Services.AddSingleton(provider => new ResponderRegistration(
            new FirewallResponder(backend(provider), provider.GetService<PlaceKeeper>()),
            [.. names],
            isDefault
        ));
        return this;
    }

    /// <summary>Adds a guard, asked after the built-in ones.</summary>
    /// <param name="guard">Makes the guard.</param>
    public ActiveResponseBuilder AddGuard(Func<IServiceProvider, IResponseGuard> guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        Services.AddSingleton(guard);
        return this;
    }

    /// <summary>Adds an observer of outcomes.</summary>
    /// <param name="observer">Makes the observer.</param>
    public ActiveResponseBuilder AddObserver(Func<IServiceProvider, IResponseObserver> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Services.AddSingleton(observer);
        return this;
    }

    /// <summary>Changes how orders are carried out. Checked when the host starts.</summary>
    /// <param name="configure">Sets options.</param>
    public ActiveResponseBuilder ConfigureExecution(Action<ExecutionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes how far the built-in guards go. Checked when the host starts.</summary>
    /// <param name="configure">Sets options.</param>
    public ActiveResponseBuilder ConfigureGuards(Action<GuardOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Replaces the in-memory store.</summary>
    /// <param name="store">Makes the store.</param>
    public ActiveResponseBuilder UseStore(Func<IServiceProvider, IResponseStore> store) => Use(store);

    /// <summary>Replaces the timer.</summary>
    /// <param name="scheduler">Makes the scheduler.</param>
    public ActiveResponseBuilder UseTimeoutScheduler(Func<IServiceProvider, ITimeoutScheduler> scheduler) => Use(scheduler);

    /// <summary>Replaces what starts programs.</summary>
    /// <param name="runner">Makes the runner.</param>
    public ActiveResponseBuilder UseCommandRunner(Func<IServiceProvider, ICommandRunner> runner) => Use(runner);

    /// <summary>Spawns programs without CliWrap on 64-bit Linux; elsewhere nothing changes.</summary>
    /// <remarks>See <see cref="CommandRunner.Native"/> for what is better then; it is also faster.</remarks>
    public ActiveResponseBuilder UseNativeRunner() =>
        UseCommandRunner(static provider => CommandRunner.Native(provider.GetRequiredService<TimeProvider>()));

    /// <summary>Replaces the file system of configuration, alerts, deny files and kill switch, and of what the host says of its
    /// network.</summary>
    /// <remarks>
    /// On one that isn't this host's, e.g. a <c>MockFileSystem</c>, alert files are read again from time to time, and nothing is judged by
    /// its owner or locked. Programs and a durable store stay on the host's disk.
    /// </remarks>
    /// <param name="files">The file system.</param>
    /// <param name="native">What it does beyond the words of <see cref="IFileSystem"/>; null for <see cref="NativeFiles.For"/> it.</param>
    public ActiveResponseBuilder UseFileSystem(IFileSystem files, INativeFiles? native = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        Services.Replace(ServiceDescriptor.Singleton(files));
        return Use(provider => native ?? NativeFiles.For(files, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Sets the transport to other hosts; without one, orders for them are reported as not sent.</summary>
    /// <param name="dispatcher">Makes the dispatcher.</param>
    public ActiveResponseBuilder UseDispatcher(Func<IServiceProvider, IOrderDispatcher> dispatcher) => Use(dispatcher);

    /// <summary>Replaces the reader of configurations.</summary>
    /// <param name="parser">Makes the parser.</param>
    public ActiveResponseBuilder UseConfigParser(Func<IServiceProvider, IConfigParser> parser) => Use(parser);

    /// <summary>Replaces the matcher.</summary>
    /// <param name="matcher">Makes a matcher for a configuration.</param>
    public ActiveResponseBuilder UseRuleMatcher(Func<ActiveResponseConfig, IRuleMatcher> matcher)
    {
        ArgumentNullException.ThrowIfNull(matcher);
        Services.Replace(ServiceDescriptor.Singleton(matcher));
        return this;
    }

    /// <summary>Wraps a part that is registered now, the default or one that was set or added before; a later <c>Use…</c> replaces the
    /// wrapper with it.</summary>
    /// <remarks>
    /// What is wrapped keeps its lifetime and is disposed of as before. Of <see cref="IRuleMatcher"/> the matcher of each configuration is
    /// wrapped, of <see cref="IResponseGuard"/> each guard, the built-in ones and later ones too, and of <see cref="IResponseObserver"/>
    /// each observer that was added before.
    /// </remarks>
    /// <typeparam name="TPart">
    /// <see cref="IConfigParser"/>, <see cref="IRuleMatcher"/>, <see cref="ICommandRunner"/>, <see cref="ITimeoutScheduler"/>,
    /// <see cref="IResponseStore"/>, <see cref="IOrderDispatcher"/>, <see cref="IResponseGuard"/> or <see cref="IResponseObserver"/>.
    /// </typeparam>
    /// <param name="wrap">Makes the wrapper of what it is given, e.g. <c>(inner, services) => new AuditedStore(inner)</c>.</param>
    /// <exception cref="ArgumentException">It is no part of these.</exception>
    public ActiveResponseBuilder Decorate<TPart>(Func<TPart, IServiceProvider, TPart> wrap)
        where TPart : class
    {
        ArgumentNullException.ThrowIfNull(wrap);
        switch (wrap)
        {
            case Func<IRuleMatcher, IServiceProvider, IRuleMatcher> ofMatcher:
                Decorations.Decorate<Func<ActiveResponseConfig, IRuleMatcher>>(
                    Services,
                    (inner, provider) => config => ofMatcher(inner(config), provider)
                );
                break;
            case Func<IResponseGuard, IServiceProvider, IResponseGuard> ofGuard:
                Services.AddSingleton(new GuardDecoration(ofGuard));
                break;
            case Func<IResponseObserver, IServiceProvider, IResponseObserver>:
                Decorations.DecorateEach(Services, wrap);
                break;
            default:
                Decorations.Decorate(
                    Services,
                    Array.IndexOf(Decorated, typeof(TPart)) >= 0
                        ? wrap
                        : throw new ArgumentException(
                            $"{typeof(TPart).Name} can't be decorated; wrap it where it is added. Decorated can be: "
                                + string.Join(
                                    ", ",
                                    Decorated
                                        .Select(static part => part.Name)
                                        .Concat([nameof(IRuleMatcher), nameof(IResponseGuard), nameof(IResponseObserver)])
                                ),
                            nameof(wrap)
                        )
                );
                break;
        }

        return this;
    }

    private ActiveResponseBuilder Use<T>(Func<IServiceProvider, T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        Services.Replace(ServiceDescriptor.Singleton(make));
        return this;
    }
}
