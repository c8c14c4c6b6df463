using System.Collections.Immutable;
using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Guards.Network;
using ActiveResponse.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Guards;

/// <summary>Creates the built-in guards individually, for wrapping or testing. An engine already has all of them.</summary>
/// <remarks>Guards that refresh data in the background are <see cref="IDisposable"/>.</remarks>
public static class ResponseGuards
{
    /// <summary>
    /// Refuses loopback, unspecified, multicast and link-local addresses, and networks that are too wide: <c>protected-address</c>.
    /// </summary>
    /// <param name="options">Options; null for the defaults.</param>
    public static IResponseGuard ProtectedAddresses(GuardOptions? options = null)
    {
        var settings = options ?? new GuardOptions();
        return new BlockingOrders(new ProtectedAddressGuard(settings), settings);
    }

    /// <summary>Refuses every order while a file exists: <c>kill-switch</c>.</summary>
    /// <param name="file">Absolute path, in a folder that only root and this user can write.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="loggers">Logger factory; null for none.</param>
    /// <param name="files">File system; null for this host's.</param>
    /// <exception cref="ArgumentException">The file can't be used; the message says why.</exception>
    public static IResponseGuard KillSwitch(
        string file,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null,
        IFileSystem? files = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var check = new GuardOptionsValidator(NativeFiles.For(files ?? new FileSystem())).Validate(
            null,
            new GuardOptions { KillSwitchFile = file }
        );
        return check.Failed
            ? throw new ArgumentException(check.FailureMessage, nameof(file))
            : new KillSwitchGuard(file, files ?? new FileSystem(), time ?? TimeProvider.System, LoggerOf<KillSwitchGuard>(loggers));
    }

    /// <summary>Refuses what an allow list covers, host names by their resolved addresses: <c>allow-list</c>.</summary>
    /// <param name="allowed">The list.</param>
    /// <param name="options">Options of name resolution; null for the defaults.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="loggers">Logger factory; null for none.</param>
    public static IResponseGuard AllowedAddresses(
        AllowList allowed,
        GuardOptions? options = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null
    )
    {
        ArgumentNullException.ThrowIfNull(allowed);
        var settings = options ?? new GuardOptions();
        var names = NamesOf(settings, time, loggers);
        return new OwningGuard(new AllowListGuard(() => allowed, names, settings), names);
    }

    /// <summary>Refuses the addresses of managers: <c>manager</c>.</summary>
    /// <param name="managers">Their addresses or host names.</param>
    /// <param name="options">Options of name resolution; null for the defaults.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="loggers">Logger factory; null for none.</param>
    public static IResponseGuard Managers(
        IEnumerable<string> managers,
        GuardOptions? options = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null
    )
    {
        ArgumentNullException.ThrowIfNull(managers);
        var settings = options ?? new GuardOptions();
        ImmutableArray<string> known = [.. managers];
        var names = NamesOf(settings, time, loggers);
        return new OwningGuard(new BlockingOrders(new ManagerGuard(() => known, names, settings), settings), names);
    }

    /// <summary>
    /// Refuses what this host needs to stay reachable: its own addresses, gateways, name servers, DHCP servers, and the SSH session's peer.
    /// </summary>
    /// <param name="options">Selects among them; null for all.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="loggers">Logger factory; null for none.</param>
    public static IResponseGuard HostNetwork(GuardOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        var settings = options ?? new GuardOptions();
        var network = new HostNetworkCache(ReaderOf(loggers), time ?? TimeProvider.System, settings.NetworkRefresh);
        return new OwningGuard(InTurn("host-network", new HostNetworkGuards(settings, network).All), network);
    }

    /// <summary>Combines guards into one: they run in turn, and the first refusal counts, under its guard's name.</summary>
    /// <param name="name">Name of the combined guard.</param>
    /// <param name="guards">The guards.</param>
    public static IResponseGuard InTurn(string name, params IEnumerable<IResponseGuard> guards)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(guards);
        return new GuardSequence(name, [.. guards]);
    }

    internal static HostNetworkReader ReaderOf(ILoggerFactory? loggers, IFileSystem? files = null) =>
        new(new HostFiles(files ?? new FileSystem()), Environment.GetEnvironmentVariable, LoggerOf<HostNetworkReader>(loggers));

    private static ResolvedNames NamesOf(GuardOptions options, TimeProvider? time, ILoggerFactory? loggers) =>
        new(new DnsHostNameResolver(), time ?? TimeProvider.System, options, LoggerOf<ResolvedNames>(loggers));

    private static ILogger<T> LoggerOf<T>(ILoggerFactory? loggers) => (loggers ?? NullLoggerFactory.Instance).CreateLogger<T>();
}
