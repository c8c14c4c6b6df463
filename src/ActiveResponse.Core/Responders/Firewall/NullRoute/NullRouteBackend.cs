using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Blocks with blackhole routes: this host's replies go nowhere.</summary>
internal sealed class NullRouteBackend : FirewallBackend
{
    private const string Limits = "Replies to a blocked address are stopped, but not its own packets, unless rp_filter is on (IPv4).";

    private readonly NullRouteProgram _program;
    private readonly NullRouteTable _table;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public NullRouteBackend(NullRouteOptions options, ICommandRunner runner)
        : base(
            options.Name,
            string.Create(CultureInfo.InvariantCulture, $"route-null:{options.Table}/{options.Protocol}"),
            IPv6 | Prefixes | Batches | Enumeration | MarksEntries,
            HostSystems.WhyNotLinux("these blackhole routes are those")
        )
    {
        options.Validate();
        _program = new NullRouteProgram(options, runner);
        _table = new NullRouteTable(_program);
    }

    protected override async ValueTask<string> CheckAsync(CancellationToken cancellationToken) =>
        $"{await _program.CheckAsync(cancellationToken).ConfigureAwait(false)}. {Limits}";

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await _table.ChangeAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (FirewallException e)
        {
            // The routes may have been added before the listing failed.
            batch.SetOpen(e.ToResult(mayBeInPlace: true));
        }
    }

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        Entries(await _table.ListAsync(cancellationToken).ConfigureAwait(false));

    protected override async ValueTask RemoveAllAsync(CancellationToken cancellationToken)
    {
        var ours = await _table.ListAsync(cancellationToken).ConfigureAwait(false);
        var result = await ApplyAsync([], [.. ours], cancellationToken).ConfigureAwait(false);
        if (result.Removes.FirstOrDefault(static removed => !removed.IsSuccess) is { } failed)
        {
            throw new FirewallException(failed.Detail ?? "a route can't be removed.");
        }
    }

    protected override ResponderResult? Judge(FirewallChange change) =>
        change.Blocks && change.Address.Length == 0 ? ResponderResult.Refused("a route for all of a family would cut this host off") : null;
}
