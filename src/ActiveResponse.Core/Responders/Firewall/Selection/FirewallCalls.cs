using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The firewall calls of one batch: one that hangs or throws must not cost the others their turn or their results.</summary>
internal sealed class FirewallCalls(TimeSpan limit, TimeProvider clock, FirewallSelection selection, PlaceKeeper? keeper = null)
    : IDisposable
{
    private readonly HashSet<IFirewallBackend> _hung = [];
    private CancellationTokenSource? _ends;

    /// <summary>Adds to one firewall, with a deadline of its own.</summary>
    public async ValueTask<IReadOnlyList<ResponderResult>> AddAsync(
        IFirewallBackend backend,
        List<FirewallEntry> entries,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        return await CallAsync(backend, entries, [], deadline.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes from one firewall. All removals share a deadline, as new blocks wait for them.</summary>
    public async ValueTask<IReadOnlyList<ResponderResult>> RemoveAsync(
        IFirewallBackend backend,
        List<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        _ends ??= new CancellationTokenSource(limit, clock);
        return _ends.IsCancellationRequested
            ? [.. Enumerable.Repeat(ResponderResult.Failed("not tried: another firewall used up the time"), addresses.Count)]
            : await CallAsync(backend, [], addresses, _ends.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether it didn't respond in this batch, so it gets no further calls.</summary>
    public bool Hangs(IFirewallBackend backend) => _hung.Contains(backend);

    public void Dispose()
    {
        // Only now: a probe takes time too, which the next firewall needs.
        selection.Invalidate(_hung);
        _ends?.Dispose();
    }

    private async ValueTask<IReadOnlyList<ResponderResult>> CallAsync(
        IFirewallBackend backend,
        List<FirewallEntry> adds,
        List<AddressPrefix> removes,
        CancellationToken deadline,
        CancellationToken cancellationToken
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        ResponderResult failure;
        try
        {
            var done = await keeper.ApplyAsync(backend, adds, removes, either.Token).ConfigureAwait(false);
            return removes.Count > 0 ? done.Removes : done.Adds;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            _hung.Add(backend);
            throw;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            _hung.Add(backend);
            failure = ResponderResult.TimedOut($"no response within {limit.TotalSeconds:0.###} s");
        }
        catch (Exception e)
        {
            failure = ResponderResult.Failed(selection.Threw(backend, e), mayBeInPlace: true);
        }

        return [.. Enumerable.Repeat(failure, adds.Count + removes.Count)];
    }
}
