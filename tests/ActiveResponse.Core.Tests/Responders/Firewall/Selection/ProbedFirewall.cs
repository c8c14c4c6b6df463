using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>A firewall in memory that can be gone, fail, or hang.</summary>
internal sealed class ProbedFirewall(string name) : IVacantBackend
{
    public InMemoryFirewall Inner { get; init; } = new(name);

    public Func<CancellationToken, Task<FirewallProbe>> Probe { get; set; } = _ => Task.FromResult(new FirewallProbe(true, "works"));

    /// <summary>Set: what is answered in place of doing it.</summary>
    public ResponderResult? Answer { get; set; }

    /// <summary>Set: what it throws.</summary>
    public Exception? Throws { get; set; }

    /// <summary>Whether it gives no answer until it is told to stop.</summary>
    public bool Hangs { get; set; }

    /// <summary>Whether it doesn't list what it holds until it is told to stop.</summary>
    public bool ListHangs { get; set; }

    /// <summary>Addresses that were there before, in a place of everybody's.</summary>
    public HashSet<AddressPrefix> Foreign { get; } = [];

    public int Probes { get; private set; }

    /// <summary>Whether it says that nothing of its is in place.</summary>
    public bool IsVacant { get; set; }

    public bool LiftsWhileUnusable { get; set; }

    public string Name => Inner.Name;

    public FirewallCapabilities Capabilities => Inner.Capabilities;

    public IEnumerable<string> Addresses => Inner.Entries.Keys.Select(static address => address.ToString()).Order(StringComparer.Ordinal);

    public ProbedFirewall Gone(string why)
    {
        Probe = _ => Task.FromResult(new FirewallProbe(false, why));
        return this;
    }

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        Probes++;
        return await Probe(cancellationToken);
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (Throws is { } exception)
        {
            throw exception;
        }

        if (Answer is { } answer)
        {
            return new FirewallBatchResult([.. adds.Select(_ => answer)], [.. removes.Select(_ => answer)]);
        }

        var result = await Inner.ApplyAsync([.. adds.Where(entry => !Foreign.Contains(entry.Address))], removes, cancellationToken);
        return result with
        {
            Adds =
            [
                .. adds.Select(entry => Foreign.Contains(entry.Address) ? ResponderResult.AlreadyApplied() : ResponderResult.Applied()),
            ],
        };
    }

    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        if (ListHangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return await Inner.ListAsync(cancellationToken);
    }

    public ValueTask UninstallAsync(CancellationToken cancellationToken) => Inner.UninstallAsync(cancellationToken);
}
