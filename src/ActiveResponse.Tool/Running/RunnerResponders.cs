using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Selection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Running;

/// <summary>Adds the responders that a run's settings ask for.</summary>
internal sealed class RunnerResponders(RunSettings settings, ICommandRunner runner, ILoggerFactory loggers)
{
    // Two agents of one host must not work on one firewall.
    private readonly PlaceKeeper _keeper = new();

    public IReadOnlyList<ResponderRegistration> All()
    {
        var all = new List<ResponderRegistration>();
        if (settings.Firewall is { } firewall)
        {
            all.Add(new ResponderRegistration(FirewallDrop(firewall), StockNames.AddressBlocking));
        }

        if (settings.HostsDeny is { } file)
        {
            var options = new HostsDenyOptions { File = Path.GetFullPath(file) };
            all.Add(
                new ResponderRegistration(
                    StockResponders.Firewall(FirewallBackends.HostsDeny(options), _keeper),
                    [.. StockNames.AddressBlocking, options.Name, options.Name + ".sh"]
                )
            );
        }

        if (settings.DisableAccount)
        {
            all.Add(new ResponderRegistration(StockResponders.DisableAccount(runner), StockNames.AccountDisabling));
        }

        return all;
    }

    private IReversibleResponder FirewallDrop(string firewall)
    {
        var use = firewall == RunSettings.AnyFirewall ? new FirewallDropOptions() : new FirewallDropOptions { Use = [firewall] };
        var candidates = new List<IFirewallBackend>();
        if (settings.FirewalldZone is { } zone)
        {
            candidates.Add(FirewallBackends.Firewalld(runner, new FirewalldOptions { Zone = zone }));
        }

        if (settings.Xdp is { } xdp)
        {
            candidates.Add(FirewallBackends.Xdp(xdp));
            candidates.Add(FirewallBackends.Both(FirewallBackends.Xdp(xdp), FirewallBackends.Nftables(runner)));
        }

        return StockResponders.FirewallDrop(runner, use, candidates, loggers: loggers, keeper: _keeper);
    }
}
