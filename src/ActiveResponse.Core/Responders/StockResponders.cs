using ActiveResponse.Processes;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Responders;

/// <summary>Creates the built-in responders without a container. Null options mean the defaults, a null clock the system's.</summary>
public static class StockResponders
{
    /// <summary>Creates a responder from a firewall backend, with batches, retries and refusals of what the backend can't
    /// express.</summary>
    /// <param name="backend">The backend, e.g. one of <see cref="FirewallBackends"/>. Disposed with the responder.</param>
    /// <param name="keeper">Keeps other agents of this host out of its place; null for none.</param>
    public static IReversibleResponder Firewall(IFirewallBackend backend, PlaceKeeper? keeper = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return new FirewallResponder(backend, keeper);
    }

    /// <summary>Blocks addresses with the best firewall of this host, and falls back to the next when one fails.</summary>
    /// <param name="runner">Starts the firewalls' programs.</param>
    /// <param name="options">The firewalls to use, and the responder's name.</param>
    /// <param name="candidates">Firewalls to prefer to the built-in ones; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where each choice is logged; null for nowhere.</param>
    /// <param name="keeper">Keeps other agents of this host out of the firewalls; null for nobody.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range, or names a firewall that
    /// isn't there.</exception>
    public static IReversibleResponder FirewallDrop(
        ICommandRunner runner,
        FirewallDropOptions? options = null,
        IEnumerable<IFirewallBackend>? candidates = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null,
        PlaceKeeper? keeper = null
    )
    {
        ArgumentNullException.ThrowIfNull(runner);
        var (settings, clock, system) = (options ?? new FirewallDropOptions(), time ?? TimeProvider.System, HostSystems.Current);
        var selection = new FirewallSelection(
            [.. candidates ?? [], .. StockFirewalls.MakeAll(system, runner, clock)],
            StockFirewalls.ByNameOnly(system),
            settings,
            clock,
            (loggers ?? NullLoggerFactory.Instance).CreateLogger<FirewallSelection>(),
            keeper
        );
        return new FirewallDropResponder(selection, settings, clock, keeper);
    }

    /// <summary>Locks accounts. Linux, Solaris, illumos and AIX.</summary>
    /// <param name="runner">Starts <c>passwd</c>.</param>
    /// <param name="options">Which accounts may be locked, under what name.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static IReversibleResponder DisableAccount(ICommandRunner runner, AccountOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runner);
        return new DisableAccountResponder(options ?? new AccountOptions(), runner, AccountSystems.Current(), OwnAccounts.Current());
    }
}
