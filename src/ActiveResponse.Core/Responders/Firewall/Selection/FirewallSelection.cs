using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>Knows which firewalls can be used on this host, best first, and why the others can't.</summary>
internal sealed class FirewallSelection
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan JustLooked = TimeSpan.FromSeconds(10);

    private readonly ImmutableArray<Seat> _seats;
    private readonly FirewallDropOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly PlaceKeeper? _keeper;
    private readonly SemaphoreSlim _looking = new(1);
    private string _told = "";

    /// <param name="candidates">All firewalls that may be in use now or may have been earlier, best first.</param>
    /// <param name="byNameOnly">Those of them that new blocks go to only if the options name them.</param>
    /// <param name="options">Which of them new blocks may go to.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="logger">Told of each choice.</param>
    /// <param name="keeper">Keeps other agents out, if anybody does.</param>
    /// <exception cref="ArgumentException">An option is out of range, or names a firewall that isn't there.</exception>
    public FirewallSelection(
        IEnumerable<IFirewallBackend> candidates,
        IReadOnlyCollection<string> byNameOnly,
        FirewallDropOptions options,
        TimeProvider clock,
        ILogger<FirewallSelection> logger,
        PlaceKeeper? keeper = null
    )
    {
        options.Check();
        (_options, _clock, _logger, _keeper) = (options, clock, logger, keeper);
        var all = candidates.DistinctBy(static backend => backend.Name, StringComparer.Ordinal).ToList();
        if (options.Use.FirstOrDefault(name => !all.Exists(backend => backend.Name == name)) is { } unknown)
        {
            throw new ArgumentException(
                $"There is no firewall '{unknown}' here. Known: {string.Join(", ", all.Select(static backend => backend.Name))}.",
                nameof(options)
            );
        }

        _seats = [.. all.Select(backend => new Seat(backend, Rank(backend))).OrderBy(static seat => seat.Rank)];

        int Rank(IFirewallBackend backend) =>
            options.Use.IsEmpty ? (byNameOnly.Contains(backend.Name) ? int.MaxValue : 0)
            : options.Use.IndexOf(backend.Name) is >= 0 and var rank ? rank
            : int.MaxValue;
    }

    /// <summary>All firewalls, whether they can be used or not.</summary>
    public IEnumerable<IFirewallBackend> Backends => _seats.Select(static seat => seat.Backend);

    /// <summary>The firewalls that can be used, best first; those that new blocks must not go to are left out.</summary>
    public async ValueTask<IReadOnlyList<IFirewallBackend>> ForNewAsync(CancellationToken cancellationToken)
    {
        // Only at those: a program that answers slowly, and isn't asked for anything, must not keep a block waiting.
        await LookAsync(static seat => seat.TakesNew, cancellationToken).ConfigureAwait(false);
        return [.. _seats.Where(static seat => seat.IsUsable && seat.TakesNew).Select(static seat => seat.Backend)];
    }

    /// <summary>The place that new blocks would go to, as far as is known without another look; or null.</summary>
    public string? Chosen =>
        _seats.FirstOrDefault(static seat => seat.IsUsable && seat.TakesNew) is { } seat ? EffectPlaces.NameOf(seat.Backend.Place) : null;

    /// <summary>All firewalls that can be used now.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="names">Only those of these places; null for all.</param>
    public async ValueTask<IReadOnlyList<IFirewallBackend>> UsableAsync(
        CancellationToken cancellationToken,
        IReadOnlySet<string>? names = null
    )
    {
        await LookAsync(IsWanted, cancellationToken).ConfigureAwait(false);
        return [.. _seats.Where(seat => seat.IsUsable && IsWanted(seat)).Select(static seat => seat.Backend)];

        bool IsWanted(Seat seat) => names?.Any(seat.IsAt) != false;
    }

    /// <summary>The firewalls that can be used now. Another look is taken at those that hold what is to end: one that is back must not be
    /// left with it.</summary>
    /// <param name="places">The places that it is in.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask<IReadOnlyList<IFirewallBackend>> UsableForEndsAsync(IReadOnlySet<string> places, CancellationToken cancellationToken)
    {
        // One that gave no answer costs time that others need: it is left alone as long as ever.
        foreach (var seat in _seats.Where(seat => seat is { IsUsable: false, Answers: true } && places.Any(seat.IsAt)))
        {
            seat.LookedAt = seat.LookedAt is { } at && _clock.GetElapsedTime(at) < ShortestPause ? at : null;
        }

        return UsableAsync(cancellationToken);
    }

    /// <summary>A firewall has failed: looks whether it can still be used.</summary>
    public async ValueTask LookAgainAsync(IFirewallBackend backend, CancellationToken cancellationToken)
    {
        Doubt([backend]);
        await LookAsync(seat => seat.Backend == backend, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Firewalls gave no answer: they are looked at again before they are used again.</summary>
    public void Doubt(IReadOnlyCollection<IFirewallBackend> backends)
    {
        foreach (var seat in _seats.Where(seat => backends.Contains(seat.Backend)))
        {
            seat.LookedAt = null;
        }
    }

    /// <summary>A firewall threw: says so in the log, and in words for an operator.</summary>
    public string Threw(IFirewallBackend backend, Exception exception)
    {
        _logger.ResponderThrew(backend.Name, exception);
        return SafeText.Of(exception.Message);
    }

    /// <summary>How all firewalls stand, best first.</summary>
    public async ValueTask<ImmutableArray<FirewallStanding>> StandingAsync(CancellationToken cancellationToken)
    {
        await LookAsync(static _ => true, cancellationToken).ConfigureAwait(false);
        var chosen = _seats.FirstOrDefault(static seat => seat.IsUsable && seat.TakesNew);
        return [.. _seats.Select(seat => new FirewallStanding(seat.Backend.Name, seat.IsUsable, seat.Reason, seat == chosen))];
    }

    /// <summary>Looks at the one that new blocks go to anew, and leaves the choice as it is.</summary>
    /// <returns>What it said; null when there is none.</returns>
    public async ValueTask<(string Name, FirewallProbe Probe)?> LookAtChosenAsync(CancellationToken cancellationToken)
    {
        await LookAsync(static seat => seat.TakesNew, cancellationToken).ConfigureAwait(false);
        if (_seats.FirstOrDefault(static seat => seat.IsUsable && seat.TakesNew) is not { } chosen)
        {
            return null;
        }

        var isFresh = chosen.LookedAt is { } at && _clock.GetElapsedTime(at) < JustLooked;
        return (
            chosen.Backend.Name,
            isFresh
                ? new FirewallProbe(IsUsable: true, chosen.Reason)
                : await chosen.Backend.ProbeAsync(cancellationToken).ConfigureAwait(false)
        );
    }

    /// <summary>Whether the record of a timed block may follow it, wherever it is put: a block goes on to the next firewall when one
    /// fails.</summary>
    public bool RecordMayFollow => _seats.All(static seat => !seat.TakesNew || seat.Backend.RecordMayFollow());

    /// <summary>Whether networks of IPv6 can be blocked wherever a block is put.</summary>
    public bool TakesNetworks =>
        _seats.All(static seat => !seat.TakesNew || (seat.LookedAt is not null && !seat.IsUsable) || seat.Backend.TakesIPv6Networks());

    /// <summary>Whether no firewall that may be asked for anything keeps its thread waiting.</summary>
    public bool NeverBlocks =>
        _seats.All(static seat => seat.Backend is INonBlockingBackend || (seat.LookedAt is not null && !seat.IsUsable && !seat.TakesNew));

    /// <summary>Why there is none to send new blocks to.</summary>
    public string WhyNone() =>
        $"no firewall can be used: {string.Join("; ", _seats.Where(static seat => seat.TakesNew).Select(static seat => $"{seat.Backend.Name}: {seat.Reason}"))}";

    /// <summary>Whether a firewall can say what it holds; one that is gone holds nothing.</summary>
    public bool CanList(string place)
    {
        // Asked of each block on record: nothing is made for it.
        foreach (var seat in _seats)
        {
            if (seat.IsAt(place))
            {
                return seat.Backend.Capabilities.Enumeration;
            }
        }

        return true;
    }

    /// <summary>Whether a place is one of these firewalls'.</summary>
    public bool IsAt(string place)
    {
        foreach (var seat in _seats)
        {
            if (seat.IsAt(place))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why the firewall of a place can't be used, or null.</summary>
    public string? WhyNot(string place) =>
        _seats.FirstOrDefault(seat => seat.IsAt(place)) switch
        {
            null => "it is none of the firewalls here any more",
            { IsUsable: true } => null,
            var seat => seat.Reason,
        };

    private async ValueTask LookAsync(Func<Seat, bool> which, CancellationToken cancellationToken)
    {
        if (_seats.All(seat => !which(seat) || IsFresh(seat)))
        {
            return;
        }

        await _looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_seats.Where(seat => which(seat) && !IsFresh(seat)).Select(seat => LookAsync(seat, cancellationToken)))
                .ConfigureAwait(false);
            Tell();
        }
        finally
        {
            _looking.Release();
        }
    }

    // One that works is believed until it fails.
    private bool IsFresh(Seat seat) => seat.LookedAt is { } at && (seat.IsUsable || _clock.GetElapsedTime(at) < _options.LookAgainAfter);

    private async Task LookAsync(Seat seat, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.ProbeDeadline, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        FirewallProbe probe;
        seat.Answers = true;
        try
        {
            probe = await Task.Run(() => seat.Backend.ProbeAsync(either.Token).AsTask(), CancellationToken.None)
                .WaitAsync(either.Token)
                .ConfigureAwait(false);
            probe = probe.IsUsable && _keeper?.WhyNot(seat.Backend) is { } other ? new FirewallProbe(IsUsable: false, other) : probe;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            seat.Answers = false;
            probe = new FirewallProbe(IsUsable: false, $"it doesn't answer within {_options.ProbeDeadline.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            probe = new FirewallProbe(IsUsable: false, e.Message);
        }

        (seat.IsUsable, seat.Reason, seat.LookedAt) = (probe.IsUsable, SafeText.Of(probe.Reason, 400), _clock.GetTimestamp());
    }

    private void Tell()
    {
        // Those that new blocks don't go to are told of beside the others, and are no news by themselves.
        var chosen = _seats.FirstOrDefault(static seat => seat.IsUsable && seat.TakesNew);
        var others = Unusable(static seat => seat.LookedAt is not null);
        var told = $"{chosen?.Backend.Name} {Unusable(static seat => seat.TakesNew)}";
        if (told == _told || _seats.Any(static seat => seat is { TakesNew: true, LookedAt: null }))
        {
            return;
        }

        _told = told;
        if (chosen is null)
        {
            _logger.NoFirewall(_options.Name, others);
        }
        else
        {
            _logger.FirewallChosen(
                _options.Name,
                chosen.Backend.Name,
                chosen.Reason,
                others.Length == 0
                    ? (_seats.All(static seat => seat.LookedAt is not null) ? "all others could be used too" : "no other is to be used")
                    : $"not usable are {others}"
            );
        }
    }

    private string Unusable(Func<Seat, bool> which) =>
        string.Join("; ", _seats.Where(seat => !seat.IsUsable && which(seat)).Select(static seat => $"{seat.Backend.Name}: {seat.Reason}"));

    private sealed class Seat(IFirewallBackend backend, int rank)
    {
        private readonly string _place = EffectPlaces.NameOf(backend.Place);

        public IFirewallBackend Backend => backend;

        public int Rank => rank;

        public bool TakesNew => rank < int.MaxValue;

        public bool IsUsable { get; set; }

        /// <summary>Whether the last look had an answer, whatever it was.</summary>
        public bool Answers { get; set; } = true;

        public string Reason { get; set; } = "not looked at yet";

        public long? LookedAt { get; set; }

        public bool IsAt(string place) => backend.IsAt(place, _place);
    }
}
