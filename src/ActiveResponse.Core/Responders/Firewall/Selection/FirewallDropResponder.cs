using System.Collections.Concurrent;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>Blocks addresses with the best firewall of this host, falls back to the next when one fails, and lifts a block where it was
/// made.</summary>
internal sealed class FirewallDropResponder(
    FirewallSelection selection,
    FirewallDropOptions options,
    TimeProvider clock,
    PlaceKeeper? keeper = null
) : IBatchResponder, IPlacedResponder, IWrittenPlace, INetworkResponder, IPlaceNaming, IFirewallHost, IRunsPrograms
{
    private readonly ConcurrentDictionary<string, bool> _inUse = new(StringComparer.Ordinal);
    private bool _hasListed;

    public string Name => options.Name;

    public FirewallSelection Selection => selection;

    public IEnumerable<IFirewallBackend> Backends => selection.Backends;

    public string? WhyNotOurs(IFirewallBackend backend) => keeper?.WhyNot(backend);

    public ResponderNeeds Needs => ResponderNeeds.Address;

    // A firewall that can't extend a block reports at once that it exists.
    public bool DistinguishesExtensions => true;

    public bool RecordMayFollow => selection.RecordMayFollow;

    public bool TakesNetworks => selection.TakesNetworks;

    public bool NeverBlocks => selection.NeverBlocks;

    public bool NeedsNoneForNew => selection.NeedsNoProgramForNew;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await RunBatchAsync([context], [], cancellationToken).ConfigureAwait(false)).Applies[0];

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await RunBatchAsync([], [context], cancellationToken).ConfigureAwait(false)).Reverts[0];

    public async ValueTask<BatchResult> RunBatchAsync(
        IReadOnlyList<ResponderContext> applies,
        IReadOnlyList<ResponderContext> reverts,
        CancellationToken cancellationToken
    )
    {
        using var calls = new FirewallCalls(options.BatchDeadline, clock, selection, keeper);
        var ends = await EndAllAsync(calls, reverts, cancellationToken).ConfigureAwait(false);
        var attempts = applies.Select(static context => new DropAttempt(context)).ToList();
        var tried = new HashSet<IFirewallBackend>();
        while (attempts.Exists(static attempt => attempt.Result is null))
        {
            var next = (await selection.ForNewAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(backend =>
                !tried.Contains(backend)
            );
            if (next is null)
            {
                break;
            }

            tried.Add(next);
            await TryAsync(calls, next, attempts, cancellationToken).ConfigureAwait(false);
        }

        var whyNone = selection.WhyNone();
        return new BatchResult([.. attempts.Select(attempt => attempt.Finish(whyNone))], [.. ends.Select(static end => end.Result)]);
    }

    public string PlaceFor(ResponseOrder order) => EffectPlaces.AnyFirewall;

    public bool IsAt(string place) => selection.IsAt(place);

    public bool CanList(string? place)
    {
        var names = EffectPlaces.Read(place);
        for (var i = 0; i < names.Count; i++)
        {
            if (!selection.CanList(names[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lists blocks: the first time in all firewalls of this host, then in those that held blocks or would take new
    /// ones.</summary>
    public async ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken)
    {
        HashSet<string>? places = null;
        if (_hasListed)
        {
            places = _inUse.Keys.ToHashSet(StringComparer.Ordinal);
            if (selection.Chosen is { } chosen)
            {
                places.Add(chosen);
            }
        }

        var found = await ListAsync(places, isOnRecord: false, cancellationToken).ConfigureAwait(false);
        _hasListed = true;
        return found;
    }

    public async ValueTask<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken) =>
        await selection.ProbeChosenAsync(cancellationToken).ConfigureAwait(false) is { } chosen
            ? [new PlaceStanding(Name, chosen.Probe.IsUsable, $"{chosen.Name}: {chosen.Probe.Reason}")]
            : [new PlaceStanding(Name, IsFine: false, selection.WhyNone())];

    public IReadOnlyList<string> PlacesOf(string? place) => EffectPlaces.Read(place);

    // Blocks are about to be put back there.
    public ValueTask<IReadOnlyList<FoundEffect>> ListAsync(IReadOnlySet<string> places, CancellationToken cancellationToken) =>
        ListAsync(places, isOnRecord: true, cancellationToken);

    private async ValueTask<IReadOnlyList<FoundEffect>> ListAsync(
        IReadOnlySet<string>? places,
        bool isOnRecord,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<Subject, FoundEffect>();
        var usable = await selection.UsableAsync(cancellationToken, places).ConfigureAwait(false);
        foreach (var backend in usable.OrderBy(static backend => backend is not PairedBackend))
        {
            var pairs = PlacesOfPairsWith(backend, usable);
            foreach (var effect in await FindAsync(backend, isOnRecord, cancellationToken).ConfigureAwait(false))
            {
                var other = found.GetValueOrDefault(effect.Subject);
                var isPaired = pairs.Count > 0 && pairs.Contains(other?.Place ?? "");
                if (isPaired && !other!.IsHalf)
                {
                    // A part of a pair that has it adds nothing, and must not stand for the pair once the other part has lost it.
                    continue;
                }

                found[effect.Subject] = other is null || isPaired ? effect : Both(other, effect);
                if (!effect.IsHalf)
                {
                    _inUse.TryAdd(EffectPlaces.NameOf(backend.Place), true);
                }
            }
        }

        return [.. found.Values];
    }

    private static HashSet<string> PlacesOfPairsWith(IFirewallBackend part, IReadOnlyList<IFirewallBackend> usable) =>
        [
            .. usable
                .OfType<PairedBackend>()
                .Where(pair => pair.Parts.Any(one => one.Place == part.Place))
                .Select(static pair => EffectPlaces.NameOf(((IFirewallBackend)pair).Place)),
        ];

    private async ValueTask<IReadOnlyList<FoundEffect>> FindAsync(
        IFirewallBackend backend,
        bool isOnRecord,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ListAsync(backend, isOnRecord, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A stopped firewall holds nothing any more; one that works but can't list is an error.
            await selection.ProbeAgainAsync(backend, cancellationToken).ConfigureAwait(false);
            if (selection.WhyNot(backend.Name) is null)
            {
                throw;
            }

            return [];
        }
    }

    private async ValueTask<IReadOnlyList<FoundEffect>> ListAsync(
        IFirewallBackend backend,
        bool isOnRecord,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(options.BatchDeadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await Task.Run(() => keeper.FindAsync(backend, isOnRecord, either.Token).AsTask(), CancellationToken.None)
                .WaitAsync(either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{backend.Name} didn't list its blocks within {options.BatchDeadline.TotalSeconds:0.###} s");
        }
    }

    /// <summary>Merges one subject in two firewalls: it ends when the later of the two does.</summary>
    private static FoundEffect Both(FoundEffect one, FoundEffect other)
    {
        var place = EffectPlaces.Write([.. EffectPlaces.Read(one.Place), .. EffectPlaces.Read(other.Place)]);
        var isOurs = one.IsOurs || other.IsOurs;

        // What one lets pass, the other stops.
        var passedBy = one.PassedBy is null || other.PassedBy is null ? null : one.PassedBy;
        return (one.IsEndKnown, other.IsEndKnown) switch
        {
            (true, false) => one with { Place = place, IsOurs = isOurs, PassedBy = passedBy },
            (false, _) => other with { Place = place, IsOurs = isOurs, PassedBy = passedBy },
            _ => one with { Place = place, IsOurs = isOurs, PassedBy = passedBy, Until = Later(one.Until, other.Until) },
        };
    }

    // Null never ends.
    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other)
    {
        if (one is null || other is null)
        {
            return null;
        }

        return one > other ? one : other;
    }

    private async ValueTask TryAsync(
        FirewallCalls calls,
        IFirewallBackend backend,
        List<DropAttempt> attempts,
        CancellationToken cancellationToken
    )
    {
        var given = new List<DropAttempt>();
        foreach (var attempt in attempts.Where(static attempt => attempt.Result is null))
        {
            if (backend.CannotExpress(attempt.Context.Subject) is { } refusal)
            {
                attempt.Take(backend, refusal);
            }
            else
            {
                given.Add(attempt);
            }
        }

        if (given.Count == 0)
        {
            return;
        }

        if (calls.Hangs(backend))
        {
            given.ForEach(attempt => attempt.Take(backend, ResponderResult.Failed("it didn't respond when other blocks were lifted")));
            return;
        }

        _inUse.TryAdd(EffectPlaces.NameOf(backend.Place), true);
        var entries = given.ConvertAll(static attempt => new FirewallEntry(attempt.Context.Subject.Address!.Value, attempt.Context.Until));
        backend.Recall(given.Select(static attempt => attempt.Context));
        var results = await calls.AddAsync(backend, entries, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < given.Count; i++)
        {
            var result = i < results.Count ? results[i] : ResponderResult.Failed("the backend returned no result for this entry");
            given[i].Take(backend, result);
        }

        if (!calls.Hangs(backend) && given.TrueForAll(static attempt => attempt.Result is null))
        {
            // A whole batch failed: the firewall itself may be gone.
            await selection.ProbeAgainAsync(backend, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<List<DropRevert>> EndAllAsync(
        FirewallCalls calls,
        IReadOnlyList<ResponderContext> reverts,
        CancellationToken cancellationToken
    )
    {
        var ends = reverts.Select(static context => new DropRevert(context)).ToList();
        if (ends.Count == 0)
        {
            return ends;
        }

        var places = reverts.SelectMany(static context => EffectPlaces.Read(context.Place)).ToHashSet(StringComparer.Ordinal);
        var usable = await selection.UsableForEndsAsync(places, cancellationToken).ConfigureAwait(false);
        var first = (await selection.ForNewAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        foreach (var backend in usable)
        {
            var here = ends.FindAll(end => backend.CannotExpress(end.Context.Subject) is null && MayHold(backend, end.Context.Place));
            if (here.Count == 0)
            {
                continue;
            }

            await EndAsync(calls, backend, here, cancellationToken).ConfigureAwait(false);
        }

        foreach (var end in ends)
        {
            foreach (var place in EffectPlaces.Read(end.Context.Place).Where(place => usable.All(backend => !backend.IsAt(place))))
            {
                end.CannotReach(place, selection.WhyNot(place) ?? "unknown");
            }
        }

        return ends;

        // With no place on record, the process ended between intent and result: the block may be anywhere. In a shared place without
        // marks it could be the administrator's.
        bool MayHold(IFirewallBackend backend, string? place) =>
            EffectPlaces.Read(place) is { Count: > 0 } places
                ? places.Any(backend.IsAt)
                : backend.Can(FirewallCapabilities.MarksEntries) || backend == first;
    }

    private static async ValueTask EndAsync(
        FirewallCalls calls,
        IFirewallBackend backend,
        List<DropRevert> ends,
        CancellationToken cancellationToken
    )
    {
        backend.Recall(ends.Select(static end => end.Context));
        var results = await calls
            .RemoveAsync(backend, ends.ConvertAll(static end => end.Context.Subject.Address!.Value), cancellationToken)
            .ConfigureAwait(false);
        for (var i = 0; i < ends.Count; i++)
        {
            var result = i < results.Count ? results[i] : ResponderResult.Failed("the backend returned no result for this entry");
            ends[i].Take(backend.Name, result);
        }
    }
}
