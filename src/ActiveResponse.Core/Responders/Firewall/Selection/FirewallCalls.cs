using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The calls that one batch comes to: a firewall that hangs or throws must cost the others neither their turn nor their
/// answer.</summary>
internal sealed class FirewallCalls(TimeSpan limit, TimeProvider clock, FirewallSelection selection, PlaceKeeper? keeper = null)
    : IDisposable
{
    private readonly HashSet<IFirewallBackend> _hung = [];
    private CancellationTokenSource? _ends;

    /// <summary>Adds to one firewall, within a limit of its own.</summary>
    public async ValueTask<IReadOnlyList<ResponderResult>> AddAsync(
        IFirewallBackend backend,
        List<FirewallEntry> entries,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(limit, clock);
        return await CallAsync(backend, entries, [], deadline.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes from one firewall. All that remove share a limit: new blocks wait for them.</summary>
    public async ValueTask<IReadOnlyList<ResponderResult>> RemoveAsync(
        IFirewallBackend backend,
        List<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        _ends ??= new CancellationTokenSource(limit, clock);
        return _ends.IsCancellationRequested
            ? [.. Enumerable.Repeat(ResponderResult.Failed("not tried: another firewall took all the time"), addresses.Count)]
            : await CallAsync(backend, [], addresses, _ends.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether it gave no answer to this batch, so that nothing more is asked of it.</summary>
    public bool Hangs(IFirewallBackend backend) => _hung.Contains(backend);

    public void Dispose()
    {
        // Only now: a look takes time, too, which the next firewall needed.
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
            failure = ResponderResult.TimedOut($"no answer within {limit.TotalSeconds:0.###} s");
        }
        catch (Exception e)
        {
            failure = ResponderResult.Failed(selection.Threw(backend, e), mayBeInPlace: true);
        }

        return [.. Enumerable.Repeat(failure, adds.Count + removes.Count)];
    }
}
