using System.Collections.Concurrent;
using ActiveResponse.Configuration;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Lets one agent of this host work on a firewall's place: others neither adopt, block nor lift there while it runs.</summary>
/// <remarks>The place is free again when the process ends; engines of one process aren't kept apart. Linux; elsewhere no one is kept
/// out.</remarks>
public sealed class PlaceKeeper
{
    private readonly ConcurrentDictionary<IFirewallBackend, string[]> _keys = [];
    private readonly ConcurrentDictionary<string, bool> _forNow = new(StringComparer.Ordinal);
    private readonly PlaceLocks _locks;

    /// <summary>Creates one; all responders of a process may share it.</summary>
    public PlaceKeeper()
        : this(new PlaceLocks()) { }

    internal PlaceKeeper(PlaceLocks locks) => _locks = locks;

    /// <summary>Why a backend can't be used, or null; doesn't take the place.</summary>
    internal string? WhyNot(IFirewallBackend backend)
    {
        string[] free = [.. KeysOf(backend).Where(key => !_locks.Holds(key))];
        var why = Hold(backend);
        LetGo(free);
        return why;
    }

    /// <summary>Takes a backend's place until its entries are listed: taking it twice would have the kernel list all locks of the host
    /// twice, about 15 ms each.</summary>
    /// <returns>Why the backend can't be used, or null.</returns>
    internal string? TakeUntilListed(IFirewallBackend backend)
    {
        string[] free = [.. KeysOf(backend).Where(key => !_locks.Holds(key))];

        // Marked first: a block that comes meanwhile takes the mark away, and keeps the place.
        Array.ForEach(free, key => _forNow[key] = true);
        var why = Hold(backend);
        if (why is not null)
        {
            Array.ForEach(free, key => _forNow.TryRemove(key, out _));
        }

        return why;
    }

    /// <summary>Lets go of what <see cref="TakeUntilListed"/> took.</summary>
    internal void LetGo(IFirewallBackend backend) => LetGo(KeysOf(backend).Where(key => _forNow.TryRemove(key, out _)));

    /// <summary>Runs a backend if the place is ours or free; from then on it is ours.</summary>
    internal async ValueTask<FirewallBatchResult> WorkAsync(
        IFirewallBackend backend,
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        if (Hold(backend) is not { } why)
        {
            Array.ForEach(KeysOf(backend), key => _forNow.TryRemove(key, out _));
            return await backend.ApplyAsync(adds, removes, cancellationToken).ConfigureAwait(false);
        }

        var failed = ResponderResult.Failed(why);
        return new FirewallBatchResult([.. adds.Select(_ => failed)], [.. removes.Select(_ => failed)]);
    }

    /// <summary>Lists a backend's entries; the place is ours afterwards if it has any, or if our records name it.</summary>
    /// <exception cref="IOException">Another agent holds the place.</exception>
    internal async ValueTask<IReadOnlyList<FoundEffect>> ListAsync(
        IFirewallBackend backend,
        bool isOnRecord,
        CancellationToken cancellationToken
    )
    {
        string[] free = [.. KeysOf(backend).Where(key => _forNow.TryRemove(key, out _) || !_locks.Holds(key))];
        if (Hold(backend) is { } why)
        {
            throw new IOException(why);
        }

        var found = await backend.FindAsync(cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && !isOnRecord)
        {
            LetGo(free);
        }

        return found;
    }

    /// <summary>Takes the place; one of several firewalls is all of theirs.</summary>
    private string? Hold(IFirewallBackend backend)
    {
        var taken = new List<string>();
        foreach (var key in KeysOf(backend))
        {
            var isOurs = _locks.Holds(key);
            if (_locks.TryHold(key) is { } process)
            {
                LetGo(taken);
                var holder = process > 0 ? $"process {process}" : "of another host or container";
                return $"another agent ({holder}) works with {backend.Name} here. Stop it first, or control it (--control).";
            }

            if (!isOurs)
            {
                taken.Add(key);
            }
        }

        return null;
    }

    private void LetGo(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            _locks.LetGo(key);
        }
    }

    private string[] KeysOf(IFirewallBackend backend) =>
        _keys.GetOrAdd(backend, static backend => backend is PairedBackend pair ? [.. pair.Parts.Select(KeyOf)] : [KeyOf(backend)]);

    private static string KeyOf(IFirewallBackend backend) =>
        backend is HostsDeny.HostsDenyBackend deny ? deny.Identity : PlaceLocks.InNetwork(backend.Name);
}
