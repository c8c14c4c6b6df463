using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Tracks the zones of our rules where none is configured: the default zone may change while a block is in place, and the rule
/// stays in the old one.</summary>
internal sealed class FirewalldZones(FirewalldProgram program, IFirewalldTransport transport, FirewalldOptions options)
{
    /// <summary>The kind of place for rich rules.</summary>
    public const string Kind = "firewalld-drop";

    private readonly FirewalldRichRule _rule = new(options.Refusal);
    private readonly Dictionary<AddressPrefix, SortedSet<string>> _zones = [];

    /// <summary>The rules of a zone; null for the default zone.</summary>
    public FirewalldRichRules RulesOf(string? zone, bool permanent) => new(transport, options.Refusal, zone, permanent);

    /// <summary>The recorded place of rules in a zone.</summary>
    public static string PlaceOf(string zone) => $"{Kind}:{zone}";

    /// <summary>Notes that a recorded rule is in the zone of its place; a place of early versions names none.</summary>
    public void Recall(AddressPrefix address, string place)
    {
        if (
            options.Zone is null
            && place.StartsWith(Kind + ":", StringComparison.Ordinal)
            && place[(Kind.Length + 1)..] is var zone
            && FirewalldOptions.IsZone(zone)
        )
        {
            Note(address, zone);
        }
    }

    /// <summary>Notes the zone of new rules, and adds all zones of each to its result.</summary>
    /// <param name="results">The results.</param>
    /// <param name="zone">The zone; null for the default zone.</param>
    /// <param name="cancellationToken">Cancels the request for the default zone.</param>
    public async ValueTask RememberAsync(
        Dictionary<AddressPrefix, ResponderResult> results,
        string? zone,
        CancellationToken cancellationToken
    )
    {
        var applied = results.Where(static pair => pair.Value.Outcome == ActionOutcome.Applied).Select(static pair => pair.Key).ToList();
        if (options.Zone is not null || applied.Count == 0)
        {
            return;
        }

        zone ??= await transport.DefaultZoneAsync(cancellationToken).ConfigureAwait(false);
        foreach (var address in applied)
        {
            results[address] = results[address] with { Place = EffectPlaces.Write(Note(address, zone).Select(PlaceOf)) };
        }
    }

    /// <summary>Divides rules to remove by zone: the zone in use, and others known to hold them. Removing a zone removes its
    /// rules.</summary>
    /// <param name="addresses">The addresses of the rules.</param>
    /// <param name="current">The zone in use; null for the default zone.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async ValueTask<(List<AddressPrefix> Here, Dictionary<string, List<AddressPrefix>> Elsewhere)> SplitAsync(
        IReadOnlyList<AddressPrefix> addresses,
        string? current,
        CancellationToken cancellationToken
    )
    {
        var here = new List<AddressPrefix>();
        var elsewhere = new Dictionary<string, List<AddressPrefix>>(StringComparer.Ordinal);
        if (current is null && addresses.Any(_zones.ContainsKey))
        {
            current = await transport.DefaultZoneAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var address in addresses)
        {
            if (!_zones.TryGetValue(address, out var zones) || zones.Contains(current!))
            {
                here.Add(address);
            }

            foreach (var zone in (zones ?? []).Where(zone => zone != current))
            {
                Add(elsewhere, zone, address);
            }
        }

        if (elsewhere.Count > 0)
        {
            var zones = (await program.RunAsync(["--get-zones"], cancellationToken).ConfigureAwait(false)).Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            );
            foreach (var gone in elsewhere.Keys.Except(zones).ToList())
            {
                elsewhere.Remove(gone);
            }
        }

        return (here, elsewhere);
    }

    /// <summary>The zones of rules that weren't where they should be and whose zone isn't known.</summary>
    public async ValueTask<Dictionary<string, List<AddressPrefix>>> SearchAsync(
        IReadOnlyDictionary<AddressPrefix, ResponderResult> results,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, List<AddressPrefix>>(StringComparer.Ordinal);
        var lost = results
            .Where(pair => pair.Value.Outcome == ActionOutcome.AlreadyLifted && !_zones.ContainsKey(pair.Key))
            .Select(static pair => pair.Key)
            .ToHashSet();
        if (options.Zone is not null || lost.Count == 0)
        {
            return found;
        }

        foreach (
            var (zone, address) in Read(await program.RunAsync(["--list-all-zones"], cancellationToken).ConfigureAwait(false))
                .Where(pair => lost.Contains(pair.Address))
        )
        {
            Add(found, zone, address);
        }

        return found;
    }

    /// <summary>Forgets removed rules.</summary>
    public void Forget(IReadOnlyDictionary<AddressPrefix, ResponderResult> results)
    {
        foreach (var (address, _) in results.Where(static pair => pair.Value.IsSuccess))
        {
            _zones.Remove(address);
        }
    }

    private static void Add(Dictionary<string, List<AddressPrefix>> zones, string zone, AddressPrefix address) =>
        (zones.TryGetValue(zone, out var list) ? list : zones[zone] = []).Add(address);

    private SortedSet<string> Note(AddressPrefix address, string zone)
    {
        var zones = _zones.TryGetValue(address, out var known) ? known : _zones[address] = new SortedSet<string>(StringComparer.Ordinal);
        zones.Add(zone);
        return zones;
    }

    // "public (default, active)", followed by its contents, indented.
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
