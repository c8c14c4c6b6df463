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

/// <summary>Composes active response: <c>Add…</c> adds one of many, <c>Use…</c> replaces the only one. Created by
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

    /// <summary>The service collection.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Uses a configuration built in code.</summary>
    /// <param name="config">The configuration.</param>
    public ActiveResponseBuilder UseConfig(ActiveResponseConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return UseConfig(_ => config);
    }

    /// <summary>Uses a configuration that is created when the host starts; stops watching earlier sources.</summary>
    internal ActiveResponseBuilder UseConfig(Func<IServiceProvider, ActiveResponseConfig> config)
    {
        Services.RemoveAll<ConfigFileSource>();
        return Use(config);
    }

    /// <summary>Sets this host's identity. Default: a stand-alone host.</summary>
    /// <param name="host">Its role, agent id and name.</param>
    public ActiveResponseBuilder UseHost(HostIdentity host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Services.Replace(ServiceDescriptor.Singleton(host));
        return this;
    }

    /// <summary>Adds a responder. Configurations refer to it by its name and the given executables.</summary>
    /// <param name="responder">Creates the responder.</param>
    /// <param name="executables">Further executables bound to it, e.g. <see cref="StockNames.AddressBlocking"/>.</param>
    public ActiveResponseBuilder AddResponder(Func<IServiceProvider, IResponder> responder, params IEnumerable<string> executables)
    {
        ArgumentNullException.ThrowIfNull(responder);
        ArgumentNullException.ThrowIfNull(executables);
        var names = executables.ToArray();
        Services.AddSingleton(provider => new ResponderRegistration(responder(provider), [.. names]));
        return this;
    }

    /// <summary>Adds a responder that the container creates.</summary>
    /// <typeparam name="TResponder">The responder.</typeparam>
    /// <param name="executables">Further executables bound to it.</param>
    public ActiveResponseBuilder AddResponder<[DynamicallyAccessedMembers(Made)] TResponder>(params IEnumerable<string> executables)
        where TResponder : class, IResponder =>
        AddResponder(static provider => ActivatorUtilities.CreateInstance<TResponder>(provider), executables);

    /// <summary>Adds a firewall from a backend; batches, timeouts and refusals are built in.</summary>
    /// <param name="backend">Creates the backend.</param>
    /// <param name="executables">Further executables bound to it, e.g. <see cref="StockNames.AddressBlocking"/>.</param>
    public ActiveResponseBuilder AddFirewall(Func<IServiceProvider, IFirewallBackend> backend, params IEnumerable<string> executables)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return AddResponder(provider => new FirewallResponder(backend(provider), provider.GetService<PlaceKeeper>()), executables);
    }

    /// <summary>Adds a built-in packet filter. Without executables it takes the stock names of packet filters that nothing else
    /// claims.</summary>
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

    /// <summary>Adds a guard, which runs after the built-in ones.</summary>
    /// <param name="guard">Creates the guard.</param>
    public ActiveResponseBuilder AddGuard(Func<IServiceProvider, IResponseGuard> guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        Services.AddSingleton(guard);
        return this;
    }

    /// <summary>Adds an observer of outcomes.</summary>
    /// <param name="observer">Creates the observer.</param>
    public ActiveResponseBuilder AddObserver(Func<IServiceProvider, IResponseObserver> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Services.AddSingleton(observer);
        return this;
    }

    /// <summary>Configures execution. Validated when the host starts.</summary>
    /// <param name="configure">Sets the options.</param>
    public ActiveResponseBuilder ConfigureExecution(Action<ExecutionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Configures the built-in guards. Validated when the host starts.</summary>
    /// <param name="configure">Sets the options.</param>
    public ActiveResponseBuilder ConfigureGuards(Action<GuardOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Replaces the in-memory store.</summary>
    /// <param name="store">Creates the store.</param>
    public ActiveResponseBuilder UseStore(Func<IServiceProvider, IResponseStore> store) => Use(store);

    /// <summary>Replaces the timeout scheduler.</summary>
    /// <param name="scheduler">Creates the scheduler.</param>
    public ActiveResponseBuilder UseTimeoutScheduler(Func<IServiceProvider, ITimeoutScheduler> scheduler) => Use(scheduler);

    /// <summary>Replaces the runner of programs.</summary>
    /// <param name="runner">Creates the runner.</param>
    public ActiveResponseBuilder UseCommandRunner(Func<IServiceProvider, ICommandRunner> runner) => Use(runner);

    /// <summary>Starts programs without CliWrap on 64-bit Linux; changes nothing elsewhere.</summary>
    /// <remarks>Faster; see <see cref="CommandRunner.Native"/> for other differences.</remarks>
    public ActiveResponseBuilder UseNativeRunner() =>
        UseCommandRunner(static provider => CommandRunner.Native(provider.GetRequiredService<TimeProvider>()));

    /// <summary>Replaces the file system for the configuration, alerts, deny files, the kill switch, and this host's network
    /// settings.</summary>
    /// <remarks>On a file system other than this host's, e.g. a <c>MockFileSystem</c>, alert files are polled, and file owners and locks
    /// are ignored. Programs and durable stores stay on the host's disk.</remarks>
    /// <param name="files">The file system.</param>
    /// <param name="native">Its native features; null for <see cref="NativeFiles.For"/> it.</param>
    public ActiveResponseBuilder UseFileSystem(IFileSystem files, INativeFiles? native = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        Services.Replace(ServiceDescriptor.Singleton(files));
        return Use(provider => native ?? NativeFiles.For(files, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Sets the transport to other hosts; without one, their orders are reported as not sent.</summary>
    /// <param name="dispatcher">Creates the dispatcher.</param>
    public ActiveResponseBuilder UseDispatcher(Func<IServiceProvider, IOrderDispatcher> dispatcher) => Use(dispatcher);

    /// <summary>Replaces the reader of configurations.</summary>
    /// <param name="parser">Creates the parser.</param>
    public ActiveResponseBuilder UseConfigParser(Func<IServiceProvider, IConfigParser> parser) => Use(parser);

    /// <summary>Replaces the matcher.</summary>
    /// <param name="matcher">Creates the matcher for a configuration.</param>
    public ActiveResponseBuilder UseRuleMatcher(Func<ActiveResponseConfig, IRuleMatcher> matcher)
    {
        ArgumentNullException.ThrowIfNull(matcher);
        Services.Replace(ServiceDescriptor.Singleton(matcher));
        return this;
    }

    /// <summary>Wraps a part that is registered now, default or not; a later <c>Use…</c> replaces the wrapper too.</summary>
    /// <remarks>The wrapped part keeps its lifetime and disposal. For <see cref="IRuleMatcher"/>, the matcher of each configuration is
    /// wrapped; for <see cref="IResponseGuard"/>, each guard, including the built-in and later ones; for <see cref="IResponseObserver"/>,
    /// each observer added before.</remarks>
    /// <typeparam name="TPart">
    /// <see cref="IConfigParser"/>, <see cref="IRuleMatcher"/>, <see cref="ICommandRunner"/>, <see cref="ITimeoutScheduler"/>,
    /// <see cref="IResponseStore"/>, <see cref="IOrderDispatcher"/>, <see cref="IResponseGuard"/> or <see cref="IResponseObserver"/>.
    /// </typeparam>
    /// <param name="wrap">Creates the wrapper of a part, e.g. <c>(inner, services) => new AuditedStore(inner)</c>.</param>
    /// <exception cref="ArgumentException">The type isn't one of these parts.</exception>
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
