using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>In which zones our rules are, where none is named: the default zone may become another while a block is in place, and the rule stays where it was.</summary>
internal sealed class FirewalldZones(FirewalldProgram program, FirewalldOptions options)
{
    private readonly FirewalldRichRule _rule = new(options.Refusal);
    private readonly Dictionary<AddressPrefix, HashSet<string>> _zones = [];

    public FirewalldRichRules RulesOf(string zone, bool permanent) => new(program, options.Refusal, zone, permanent);

    /// <summary>Notes in which zone rules have just been put.</summary>
    public async ValueTask RememberAsync(IReadOnlyCollection<AddressPrefix> addresses, CancellationToken cancellationToken)
    {
        if (options.Zone is not null || addresses.Count == 0)
        {
            return;
        }

        var zone = await DefaultAsync(cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            _ = _zones.TryGetValue(address, out var known) ? known.Add(zone) : _zones.TryAdd(address, [zone]);
        }
    }

    /// <summary>
    /// The zones besides the one in use that rules to be removed are in: where this process has put them, and for those that weren't found where they should be,
    /// wherever they are.
    /// </summary>
    public async ValueTask<Dictionary<string, List<AddressPrefix>>> ElsewhereAsync(
        IReadOnlyDictionary<AddressPrefix, ResponderResult> results, CancellationToken cancellationToken)
    {
        var elsewhere = new Dictionary<string, List<AddressPrefix>>(StringComparer.Ordinal);
        var lost = results.Where(pair => pair.Value.Outcome == ActionOutcome.AlreadyReverted && !_zones.ContainsKey(pair.Key)).Select(static pair => pair.Key).ToHashSet();
        var known = results.Keys.Where(_zones.ContainsKey).ToList();
        if (options.Zone is not null || lost.Count + known.Count == 0)
        {
            return elsewhere;
        }

        var current = await DefaultAsync(cancellationToken).ConfigureAwait(false);
        foreach (var address in known)
        {
            foreach (var zone in _zones[address].Where(zone => zone != current))
            {
                Add(zone, address);
            }
        }

        if (lost.Count > 0)
        {
            foreach (var (zone, address) in Read(await program.RunAsync(["--list-all-zones"], cancellationToken).ConfigureAwait(false))
                .Where(pair => pair.Zone != current && lost.Contains(pair.Address)))
            {
                Add(zone, address);
            }
        }

        return elsewhere;

        void Add(string zone, AddressPrefix address) =>
            (elsewhere.TryGetValue(zone, out var list) ? list : elsewhere[zone] = []).Add(address);
    }

    /// <summary>Forgets those that are gone.</summary>
    public void Forget(IReadOnlyDictionary<AddressPrefix, ResponderResult> results)
    {
        foreach (var (address, _) in results.Where(static pair => pair.Value.IsSuccess))
        {
            _zones.Remove(address);
        }
    }

    private async ValueTask<string> DefaultAsync(CancellationToken cancellationToken) =>
        (await program.RunAsync(["--get-default-zone"], cancellationToken).ConfigureAwait(false)).Trim();

    // "public (default, active)", then what is in it, with an indent.
    private IEnumerable<(string Zone, AddressPrefix Address)> Read(string listing)
    {
        var zone = "";
        foreach (var line in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            zone = char.IsWhiteSpace(line[0]) ? zone : line.Split(' ', 2)[0].Trim();
            if (_rule.TryRead(line.Trim(), out var address))
            {
                yield return (zone, address);
            }
        }
    }
}
