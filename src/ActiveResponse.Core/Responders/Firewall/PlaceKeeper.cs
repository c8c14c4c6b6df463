using System.Collections.Concurrent;
using ActiveResponse.Configuration;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Lets one agent of this host work on a firewall's place: others neither adopt, block nor lift there while it runs.</summary>
/// <remarks>The place is free again when the process ends; engines of one process aren't kept apart. Linux; elsewhere no one is kept
/// out.</remarks>
public sealed class PlaceKeeper
{
    private readonly ConcurrentDictionary<IFirewallBackend, string> _keys = [];
    private readonly PlaceLocks _locks;

    /// <summary>Creates one; all responders of a process may share it.</summary>
    public PlaceKeeper()
        : this(new PlaceLocks()) { }

    internal PlaceKeeper(PlaceLocks locks) => _locks = locks;

    /// <summary>Why a backend can't be used, or null; doesn't take the place.</summary>
    internal string? WhyNot(IFirewallBackend backend)
    {
        var key = KeyOf(backend);
        if (_locks.Holds(key))
        {
            return null;
        }

        var why = Hold(backend, key);
        _locks.LetGo(key);
        return why;
    }

    /// <summary>Runs a backend if the place is ours or free; from then on it is ours.</summary>
    internal async ValueTask<FirewallBatchResult> WorkAsync(
        IFirewallBackend backend,
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        if (Hold(backend, KeyOf(backend)) is not { } why)
        {
            return await backend.ApplyAsync(adds, removes, cancellationToken).ConfigureAwait(false);
        }

        var failed = ResponderResult.Failed(why);
        return new FirewallBatchResult([.. adds.Select(_ => failed)], [.. removes.Select(_ => failed)]);
    }

    /// <summary>Lists a backend's entries; the place is ours afterwards if it has any.</summary>
    /// <exception cref="IOException">Another agent holds the place.</exception>
    internal async ValueTask<IReadOnlyList<FoundEffect>> ListAsync(IFirewallBackend backend, CancellationToken cancellationToken)
    {
        var key = KeyOf(backend);
        var isOurs = _locks.Holds(key);
        if (Hold(backend, key) is { } why)
        {
            throw new IOException(why);
        }

        var found = await backend.FindAsync(cancellationToken).ConfigureAwait(false);
        if (!isOurs && found.Count == 0)
        {
            _locks.LetGo(key);
        }

        return found;
    }

    private string? Hold(IFirewallBackend backend, string key)
    {
        if (_locks.TryHold(key) is not { } process)
        {
            return null;
        }

        var holder = process > 0 ? $"process {process}" : "of another host or container";
        return $"another agent ({holder}) works with {backend.Name} here. Stop it first, or control it (--control).";
    }

    private string KeyOf(IFirewallBackend backend) =>
        _keys.GetOrAdd(
            backend,
            static backend => backend is HostsDeny.HostsDenyBackend deny ? deny.Identity : PlaceLocks.InNetwork(backend.Name)
        );
}
