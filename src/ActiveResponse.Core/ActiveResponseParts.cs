using System.Diagnostics.Metrics;
using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.State;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Parts of an engine without a container; see <see cref="ActiveResponseEngine.Create"/>.</summary>
/// <remarks>
/// Defaults are those of <c>services.AddActiveResponse()</c>. To decorate a part, pass it to its wrapper, e.g. <c>Dispatcher = new
/// Audited(new NoTransportDispatcher())</c>. The engine disposes of its parts, so give them to one engine only.
/// </remarks>
public sealed record ActiveResponseParts
{
    /// <summary>Configuration. Default: an empty one, in which nothing fires.</summary>
    public ActiveResponseConfig Config { get; init; } = ActiveResponseConfig.Empty;

    /// <summary>Identity of this host. Default: standalone.</summary>
    public HostIdentity Host { get; init; } = HostIdentity.Standalone;

    /// <summary>Responders, e.g. of <see cref="StockResponders"/>. Default: none.</summary>
    public IReadOnlyList<ResponderRegistration> Responders { get; init; } = [];

    /// <summary>Runs executables that no responder is bound to. Default: none.</summary>
    public ScriptSource? Scripts { get; init; }

    /// <summary>Creates the matcher of a configuration, now and after each reload. Default: <see cref="Matching.RuleMatcher"/>.</summary>
    public Func<ActiveResponseConfig, IRuleMatcher> RuleMatcher { get; init; } = static config => new RuleMatcher(config);

    /// <summary>Store of effects. Default: an <see cref="InMemoryResponseStore"/>.</summary>
    public IResponseStore? Store { get; init; }

    /// <summary>Scheduler of due effects. Default: a <see cref="Timeouts.TimeoutScheduler"/>.</summary>
    public ITimeoutScheduler? TimeoutScheduler { get; init; }

    /// <summary>Transport to other hosts. Default: a <see cref="NoTransportDispatcher"/>, which reports that nothing was sent.</summary>
    public IOrderDispatcher? Dispatcher { get; init; }

    /// <summary>Guards that run after the built-in ones. Default: none.</summary>
    public IReadOnlyList<IResponseGuard> Guards { get; init; } = [];

    /// <summary>Wraps each guard, the built-in ones too; called once for each. Default: no wrapping.</summary>
    public Func<IResponseGuard, IResponseGuard> WrapGuard { get; init; } = static guard => guard;

    /// <summary>Observers of outcomes. Default: none.</summary>
    public IReadOnlyList<IResponseObserver> Observers { get; init; } = [];

    /// <summary>What is asked besides when the engine's health is checked, e.g. a transport. Default: nothing.</summary>
    public IReadOnlyList<IHealthSource> HealthSources { get; init; } = [];

    /// <summary>Options for carrying orders out. Default: those of <see cref="Execution.ExecutionOptions"/>.</summary>
    public ExecutionOptions Execution { get; init; } = new();

    /// <summary>Options of the built-in guards. Default: those of <see cref="Guards.GuardOptions"/>.</summary>
    public GuardOptions GuardOptions { get; init; } = new();

    /// <summary>Clock of everything. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>File system for alert files, the kill switch and network settings. Default: this host's.</summary>
    public IFileSystem? FileSystem { get; init; }

    /// <summary>Native operations of that file system. Default: <see cref="Platform.NativeFiles.For"/> it.</summary>
    public INativeFiles? NativeFiles { get; init; }

    /// <summary>Logger factory. Default: none.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Meter factory. Default: the engine's own meters, which listeners find by
    /// <see cref="Diagnostics.ActiveResponseDiagnostics.MeterName"/>.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Subscribes a listener to changes of valid execution options.</summary>
    internal Func<Action<ExecutionOptions>, IDisposable?>? ExecutionChanges { get; init; }

    internal IHostNetworkReader? NetworkReader { get; init; }

    internal IHostNameResolver? NameResolver { get; init; }
}
