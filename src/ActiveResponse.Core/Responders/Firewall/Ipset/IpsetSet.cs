using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The set of one family: its known state, and what changes it.</summary>
internal sealed class IpsetSet(string name, bool isIPv6, int maxElements, IpsetProgram program, IpsetLink link, TimeProvider clock)
{
    // Below this number of changes, ipset's query for the set's kind before each doesn't matter.
    private const int FewChanges = 8;

    private string? _definition;

    public string Name => name;

    /// <summary>Whether the set exists, as far as known; null before the first check.</summary>
    public bool? IsThere { get; private set; }

    private string OurDefinition =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"create {name} hash:net family {IpsetListing.Family(isIPv6)} maxelem {maxElements} timeout 0 comment"
        );

    /// <summary>Forgets the known state.</summary>
    public void Forget() => (IsThere, _definition) = (null, null);

    /// <summary>Lists the set; null if it doesn't exist or isn't ours.</summary>
    public async ValueTask<IpsetListing?> ListAsync(CancellationToken cancellationToken)
    {
        var listing = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (listing is not { IsOurs: true })
        {
            return null;
        }

        (IsThere, _definition) = (true, listing.Definition);
        return listing;
    }

    /// <summary>Checks whether the set exists.</summary>
    /// <exception cref="FirewallException">It isn't ours.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var listing = await ReadAsync(cancellationToken).ConfigureAwait(false);
        (IsThere, _definition) = listing switch
        {
            null => (false, null),
            { IsOurs: true } => (true, listing.Definition),
            _ => throw new FirewallException($"the set {name} exists and isn't ours. Set another name for ours."),
        };
    }

    /// <summary>Creates the set with elements; refused if any set of that name exists.</summary>
    /// <param name="elements">Lists of changes, of which only the blocks count: a new set has nothing to remove.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async ValueTask<CommandResult> MakeAsync(IReadOnlyList<FirewallChange>[] elements, CancellationToken cancellationToken)
    {
        var script = new IpsetScript(name, clock.GetUtcNow(), elements.Sum(static list => list.Count)).Create(OurDefinition);
        foreach (var change in elements.SelectMany(static list => list).Where(static change => change.Blocks))
        {
            script.Change(change);
        }

        var result = await program.MakeAsync(script.End(), cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            (IsThere, _definition) = (true, OurDefinition);
        }

        return result;
    }

    /// <summary>Creates the set if it doesn't exist.</summary>
    public async ValueTask<CommandResult> EnsureAsync(CancellationToken cancellationToken)
    {
        var result = await program.RunAsync(new FirewallScript().Add(OurDefinition).Add("\n"u8), cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            (IsThere, _definition) = (true, OurDefinition);
        }

        return result;
    }

    /// <summary>Changes an existing set over the socket.</summary>
    /// <returns>A result for each; null if there is no socket, or the set is gone.</returns>
    public async ValueTask<ResponderResult[]?> ChangeBySocketAsync(
        IReadOnlyList<FirewallChange> changes,
        CancellationToken cancellationToken
    )
    {
        if (link.Socket is not { } socket)
        {
            return null;
        }

        try
        {
            if (socket.Change(name, changes, cancellationToken) is { } errors)
            {
                var kind = Array.Exists(errors, IpsetFailures.IsOfKind)
                    ? await ExplainAsync(cancellationToken).ConfigureAwait(false)
                    : null;
                return [.. errors.Select((error, i) => ResultOf(changes[i], error, kind))];
            }

            (IsThere, _definition) = (false, null);
        }
        catch (NetlinkException e)
        {
            link.GiveUp(socket, e);
        }

        return null;
    }

    /// <summary>Changes an existing set by the program.</summary>
    public async ValueTask<CommandResult> ChangeAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var result = await program.RunAsync(Script(changes), cancellationToken).ConfigureAwait(false);
        while (_definition is { } refused && IpsetFailures.IsExisting(result))
        {
            // Another process created one meanwhile. If it has our options, this ipset doesn't accept its own listing, and the create line
            // is left out.
            await CheckAsync(cancellationToken).ConfigureAwait(false);
            _definition = _definition == refused ? null : _definition;
            result = await program.RunAsync(Script(changes), cancellationToken).ConfigureAwait(false);
        }

        if (IpsetFailures.IsMissing(result))
        {
            (IsThere, _definition) = (false, null);
        }

        return result;
    }

    /// <summary>Why elements are refused if another set took the name of ours, which is then no longer known; or null.</summary>
    private async ValueTask<string?> ExplainAsync(CancellationToken cancellationToken)
    {
        Forget();
        try
        {
            await CheckAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (FirewallException e)
        {
            return e.Message;
        }
    }

    private static ResponderResult ResultOf(FirewallChange change, int error, string? kind)
    {
        if (error == 0)
        {
            return change.Done;
        }

        var why = IpsetFailures.IsOfKind(error) ? kind : null;
        return ResponderResult.Failed(
            $"{change.Address}: {why ?? IpsetFailures.Explain(error)}",
            mayBeInPlace: error == NetlinkErrors.NoRoom
        );
    }

    private async ValueTask<IpsetListing?> ReadAsync(CancellationToken cancellationToken)
    {
        var (isRead, listing) = link.List(name, isIPv6, cancellationToken);
        return isRead ? listing : await program.ListAsync(name, isIPv6, cancellationToken).ConfigureAwait(false);
    }

    // ipset asks the kernel for the kind of each set that no earlier line created, which takes longer than the line itself. So the script
    // creates the existing set, which ipset skips. The first change comes before that: if the set is gone, it fails and nothing is created.
    private FirewallScript Script(IReadOnlyList<FirewallChange> changes)
    {
        var script = new IpsetScript(name, clock.GetUtcNow(), changes.Count);
        for (var i = 0; i < changes.Count; i++)
        {
            if (i == 1 && changes.Count > FewChanges && _definition is not null)
            {
                script.Create(_definition);
            }

            script.Change(changes[i]);
        }

        return script.End();
    }
}
