using System.Globalization;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The set of one family: what is known of it, and the runs that change it.</summary>
internal sealed class IpsetSet(string name, bool isIPv6, int maxElements, IpsetProgram program, TimeProvider clock)
{
    // Below this many changes it doesn't matter that ipset asks for the set's kind before each.
    private const int FewChanges = 8;

    private string? _definition;

    public string Name => name;

    /// <summary>Whether there is such a set, as far as is known; null when nobody has looked yet.</summary>
    public bool? IsThere { get; private set; }

    private string OurDefinition =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"create {name} hash:net family {IpsetListing.Family(isIPv6)} maxelem {maxElements} timeout 0 comment"
        );

    /// <summary>Forgets what is known.</summary>
    public void Forget() => (IsThere, _definition) = (null, null);

    /// <summary>What is in the set, or null if there is no such set or it is somebody else's.</summary>
    public async ValueTask<IpsetListing?> ListAsync(CancellationToken cancellationToken)
    {
        var listing = await program.ListAsync(name, isIPv6, cancellationToken).ConfigureAwait(false);
        if (listing is not { IsOurs: true })
        {
            return null;
        }

        (IsThere, _definition) = (true, listing.Definition);
        return listing;
    }

    /// <summary>Looks whether the set is there.</summary>
    /// <exception cref="FirewallException">It is somebody else's.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var listing = await program.ListAsync(name, isIPv6, cancellationToken).ConfigureAwait(false);
        (IsThere, _definition) = listing switch
        {
            null => (false, null),
            { IsOurs: true } => (true, listing.Definition),
            _ => throw new FirewallException($"the set {name} is there and not ours. Set another name for ours."),
        };
    }

    /// <summary>Makes the set with elements in it; refused if there is one of that name, whoever's.</summary>
    /// <param name="elements">Lists of changes, of which those that block count: nothing can be taken out of a set that isn't
    /// there.</param>
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

    /// <summary>Makes the set if there is none.</summary>
    public async ValueTask<CommandResult> EnsureAsync(CancellationToken cancellationToken)
    {
        var result = await program.RunAsync(new FirewallScript().Add(OurDefinition).Add("\n"u8), cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            (IsThere, _definition) = (true, OurDefinition);
        }

        return result;
    }

    /// <summary>Changes the set that is there.</summary>
    public async ValueTask<CommandResult> ChangeAsync(IReadOnlyList<FirewallChange> changes, CancellationToken cancellationToken)
    {
        var result = await program.RunAsync(Script(changes), cancellationToken).ConfigureAwait(false);
        while (_definition is { } refused && IpsetFailures.SaysExists(result))
        {
            // Somebody has made another meanwhile. If it is made as we said, this ipset doesn't take its own word, and is not given it.
            await CheckAsync(cancellationToken).ConfigureAwait(false);
            _definition = _definition == refused ? null : _definition;
            result = await program.RunAsync(Script(changes), cancellationToken).ConfigureAwait(false);
        }

        if (IpsetFailures.SaysMissing(result))
        {
            (IsThere, _definition) = (false, null);
        }

        return result;
    }

    // For each line about a set that no line before has made ipset asks the kernel for its kind, which takes longer than the line itself.
    // So the script creates the set that exists, which ipset skips. The first change comes before that: if the set is gone it is refused,
    // and nothing is created.
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
