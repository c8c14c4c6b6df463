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

/// <summary>What an engine is put together from without a container: see <see cref="ActiveResponseEngine.Create"/>.</summary>
/// <remarks>
/// Each part has the default that <c>services.AddActiveResponse()</c> has. A part is wrapped by being given to its wrapper, e.g.
/// <c>Dispatcher = new Audited(new NoTransportDispatcher())</c>. The engine disposes of the parts it was given, so give them to one engine
/// only.
/// </remarks>
public sealed record ActiveResponseParts
{
    /// <summary>The configuration. Default: an empty one, by which nothing fires.</summary>
    public ActiveResponseConfig Config { get; init; } = ActiveResponseConfig.Empty;

    /// <summary>Who this host is. Default: a host on its own.</summary>
    public HostIdentity Host { get; init; } = HostIdentity.Standalone;

    /// <summary>The responders, e.g. of <see cref="StockResponders"/>. Default: none.</summary>
    public IReadOnlyList<ResponderRegistration> Responders { get; init; } = [];

    /// <summary>What carries out executables that no responder is bound to. Default: nothing.</summary>
    public ScriptSource? Scripts { get; init; }

    /// <summary>Makes the matcher of a configuration, now and after each reload. Default: <see cref="Matching.RuleMatcher"/>.</summary>
    public Func<ActiveResponseConfig, IRuleMatcher> RuleMatcher { get; init; } = static config => new RuleMatcher(config);

    /// <summary>Where effects are kept. Default: an <see cref="InMemoryResponseStore"/>.</summary>
    public IResponseStore? Store { get; init; }

    /// <summary>Says when effects are due. Default: a <see cref="Timeouts.TimeoutScheduler"/>.</summary>
    public ITimeoutScheduler? TimeoutScheduler { get; init; }

    /// <summary>The transport to other hosts. Default: a <see cref="NoTransportDispatcher"/>, which reports that nothing was
    /// sent.</summary>
    public IOrderDispatcher? Dispatcher { get; init; }

    /// <summary>Guards that are asked after the built-in ones. Default: none.</summary>
    public IReadOnlyList<IResponseGuard> Guards { get; init; } = [];

    /// <summary>Wraps each guard, the built-in ones too; called once for each. Default: none is wrapped.</summary>
    public Func<IResponseGuard, IResponseGuard> WrapGuard { get; init; } = static guard => guard;

    /// <summary>Who is notified of outcomes. Default: nobody.</summary>
    public IReadOnlyList<IResponseObserver> Observers { get; init; } = [];

    /// <summary>How orders are carried out. Default: the defaults of <see cref="Execution.ExecutionOptions"/>.</summary>
    public ExecutionOptions Execution { get; init; } = new();

    /// <summary>How far the built-in guards go. Default: the defaults of <see cref="Guards.GuardOptions"/>.</summary>
    public GuardOptions GuardOptions { get; init; } = new();

    /// <summary>The clock of everything. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where alert files, the kill switch and what the host says of its network are read from. Default: this host's file
    /// system.</summary>
    public IFileSystem? FileSystem { get; init; }

    /// <summary>What that file system does beyond its words. Default: <see cref="Platform.NativeFiles.For"/> it.</summary>
    public INativeFiles? NativeFiles { get; init; }

    /// <summary>Where the engine logs. Default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Makes the engine's meters. Default: meters of its own, which listeners find by
    /// <see cref="Diagnostics.ActiveResponseDiagnostics.MeterName"/>.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Has a listener called with other execution options once they are in force, and valid.</summary>
    internal Func<Action<ExecutionOptions>, IDisposable?>? ExecutionChanges { get; init; }

    internal IHostNetworkReader? NetworkReader { get; init; }

    internal IHostNameResolver? NameResolver { get; init; }
}
