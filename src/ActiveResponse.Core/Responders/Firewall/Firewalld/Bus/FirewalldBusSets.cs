using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld.Bus;

/// <summary>Reads and writes whole sets over D-Bus. firewalld keeps a written list before it loads it into the kernel: after a failure its
/// list says nothing of what is in force.</summary>
internal sealed class FirewalldBusSets(FirewalldBus bus)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _doubtful = new(StringComparer.Ordinal);

    /// <summary>The entries of a set that is in force.</summary>
    /// <exception cref="FirewalldBusException">They can't be listed.</exception>
    /// <exception cref="FirewallException">firewalld's list isn't what the kernel has.</exception>
    public ValueTask<string[]> ListAsync(FirewalldPlace set, CancellationToken cancellationToken) =>
        IsDoubtful(set)
            ? throw new FirewallException(
                $"What the set {set.Name} holds is unknown, as firewalld failed to load it; the next change of it tries again."
            )
            : EntriesAsync(set, cancellationToken);

    /// <summary>Adds or removes entries by writing the whole set, which costs firewalld as much as eight entries alone.</summary>
    /// <returns>Why the set is as it was; null for a success.</returns>
    /// <exception cref="FirewallException">The set may hold anything.</exception>
    public async ValueTask<FirewalldBusException?> ChangeAsync(
        FirewalldPlace set,
        bool adds,
        AddressPrefix[] entries,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var there = await EntriesAsync(set, cancellationToken).ConfigureAwait(false);
            var changed = entries.Select(static address => address.ToString());
            string[] wanted = adds ? [.. there.Union(changed)] : [.. there.Except(changed)];
            if (wanted.Length == there.Length)
            {
                return null;
            }

            var error = await WriteAsync(set, wanted, cancellationToken).ConfigureAwait(false);
            if (error is { IsCommandFailure: true })
            {
                Require(set, await WriteAsync(set, there, cancellationToken).ConfigureAwait(false));
            }
            else if (error is { IsUnanswered: true })
            {
                Require(set, error);
            }

            return error;
        }
        catch (FirewalldBusException e)
        {
            return e;
        }
    }

    /// <summary>Has firewalld load its list again, if it failed to before.</summary>
    /// <exception cref="FirewallException">It failed again.</exception>
    public async ValueTask SettleAsync(FirewalldPlace set, CancellationToken cancellationToken)
    {
        if (!IsDoubtful(set))
        {
            return;
        }

        try
        {
            var there = await EntriesAsync(set, cancellationToken).ConfigureAwait(false);
            Require(set, await WriteAsync(set, there, cancellationToken).ConfigureAwait(false));
        }
        catch (FirewalldBusException e) when (e.IsNoSuchSet)
        {
            Note(set, isDoubtful: false);
        }
        catch (FirewalldBusException e)
        {
            Require(set, e);
        }
    }

    private ValueTask<string[]> EntriesAsync(FirewalldPlace set, CancellationToken cancellationToken) =>
        bus.ListAsync(new FirewalldCall("ipset", "getEntries", set.Name!), cancellationToken);

    private async ValueTask<FirewalldBusException?> WriteAsync(FirewalldPlace set, string[] entries, CancellationToken cancellationToken)
    {
        var wasDoubtful = IsDoubtful(set);

        // A canceled request may be carried out, too.
        Note(set, isDoubtful: true);
        var error = await bus.TryAsync(new FirewalldCall("ipset", "setEntries", set.Name!) { List = entries }, cancellationToken)
            .ConfigureAwait(false);
        switch (error)
        {
            case null:
                Note(set, isDoubtful: false);
                break;
            case { IsCommandFailure: true } or { IsUnanswered: true }:
                break;
            default:
                // firewalld checks a list before it keeps it.
                Note(set, wasDoubtful);
                break;
        }

        return error;
    }

    private static void Require(FirewalldPlace set, FirewalldBusException? error)
    {
        if (error is not null)
        {
            throw new FirewallException($"firewalld may have failed to load the set {set.Name}: {error.Message}");
        }
    }

    private bool IsDoubtful(FirewalldPlace set)
    {
        lock (_gate)
        {
            return _doubtful.Contains(set.Name!);
        }
    }

    private void Note(FirewalldPlace set, bool isDoubtful)
    {
        lock (_gate)
        {
            _ = isDoubtful ? _doubtful.Add(set.Name!) : _doubtful.Remove(set.Name!);
        }
    }
}
