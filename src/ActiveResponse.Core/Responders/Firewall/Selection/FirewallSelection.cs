using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>Tracks which firewalls can be used on this host, best first, and why the others can't.</summary>
internal sealed class FirewallSelection
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan JustProbed = TimeSpan.FromSeconds(10);

    private readonly ImmutableArray<SelectionCandidate> _candidates;
    private readonly SelectionProber _prober;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <param name="candidates">All firewalls that may be in use now or may have been earlier, best first.</param>
    /// <param name="byNameOnly">Those of them that new blocks go to only if the options name them.</param>
    /// <param name="options">Which of them new blocks may go to.</param>
    /// <param name="clock">What "now" is.</param>
    /// <param name="logger">Told of each choice.</param>
    /// <param name="keeper">Keeps other agents out, if anybody does.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range, or names a firewall that
    /// isn't there.</exception>
    public FirewallSelection(
        IEnumerable<IFirewallBackend> candidates,
        IReadOnlyCollection<string> byNameOnly,
        FirewallDropOptions options,
        TimeProvider clock,
        ILogger<FirewallSelection> logger,
        PlaceKeeper? keeper = null
    )
    {
        options.Validate();
        (_clock, _logger) = (clock, logger);
        var all = candidates.DistinctBy(static backend => backend.Name, StringComparer.Ordinal).ToList();
        var unknown = options.Use.FirstOrDefault(name => !all.Exists(backend => backend.Name == name));
        new OptionsValidation(typeof(FirewallDropOptions))
            .Require(
                unknown is null,
                $"Use must name firewalls of {string.Join(", ", all.Select(static backend => backend.Name))} but names '{unknown}'"
            )
            .ThrowIfAny();

        _candidates =
        [
            .. all.Select(backend => new SelectionCandidate(backend, Rank(backend))).OrderBy(static candidate => candidate.Rank),
        ];
        _prober = new SelectionProber(_candidates, options, clock, new SelectionLog(options.Name, logger), keeper);

        int Rank(IFirewallBackend backend)
        {
            var rank = options.Use.IndexOf(backend.Name);
            var isLast = options.Use.IsEmpty ? byNameOnly.Contains(backend.Name) : rank < 0;
            return isLast ? int.MaxValue : Math.Max(rank, 0);
        }
    }

    /// <summary>All firewalls, usable or not.</summary>
    public IEnumerable<IFirewallBackend> Backends => _candidates.Select(static candidate => candidate.Backend);

    /// <summary>The usable firewalls for new blocks, best first.</summary>
    public async ValueTask<IReadOnlyList<IFirewallBackend>> ForNewAsync(CancellationToken cancellationToken)
    {
        // Probes only those: a slow program that isn't needed must not delay a block.
        await _prober.ProbeAsync(static candidate => candidate.TakesNew, isAhead: false, cancellationToken).ConfigureAwait(false);
        return
        [
            .. _candidates
                .Where(static candidate => candidate.IsUsable && candidate.TakesNew)
                .Select(static candidate => candidate.Backend),
        ];
    }

    /// <summary>Begins to probe the firewalls for new blocks, before blocks are listed; whoever needs one waits for that.</summary>
    public void ProbeAhead(CancellationToken cancellationToken) =>
        _ = Task.Run(
            () => _prober.ProbeAsync(static candidate => candidate.TakesNew, isAhead: true, cancellationToken).AsTask(),
            CancellationToken.None
        );

    /// <summary>The place for new blocks, as far as known without another probe; or null.</summary>
    public string? Chosen => ChosenOne is { } candidate ? EffectPlaces.NameOf(candidate.Backend.Place) : null;

    /// <summary>All firewalls that can be used now, and may hold blocks.</summary>
    /// <param name="cancellationToken">Cancels the probes.</param>
    /// <param name="names">The places to include; null for all.</param>
    public ValueTask<IReadOnlyList<IFirewallBackend>> UsableAsync(
        CancellationToken cancellationToken,
        IReadOnlySet<string>? names = null
    ) => UsableAsync(candidate => names?.Any(candidate.IsAt) ?? candidate.MayHold, cancellationToken);

    /// <summary>The firewalls that can be used to lift blocks. Probes unusable ones that hold such blocks again, as they may have
    /// recovered.</summary>
    /// <param name="places">The places of the blocks.</param>
    /// <param name="cancellationToken">Cancels the probes.</param>
    public ValueTask<IReadOnlyList<IFirewallBackend>> UsableForEndsAsync(IReadOnlySet<string> places, CancellationToken cancellationToken)
    {
        // One that didn't respond costs time that others need: it waits for its next regular probe.
        foreach (
            var candidate in _candidates.Where(candidate =>
                candidate is { IsUsable: false, Responds: true } && places.Any(candidate.IsAt) && !WasProbedWithin(candidate, ShortestPause)
            )
        )
        {
            candidate.Invalidate();
        }

        return UsableAsync(candidate => candidate.MayHold || places.Any(candidate.IsAt), cancellationToken);
    }

    /// <summary>Probes a firewall that failed.</summary>
    public async ValueTask ProbeAgainAsync(IFirewallBackend backend, CancellationToken cancellationToken)
    {
        Invalidate([backend]);
        await _prober.ProbeAsync(candidate => candidate.Backend == backend, isAhead: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Marks firewalls that didn't respond, so they are probed before their next use.</summary>
    public void Invalidate(IReadOnlyCollection<IFirewallBackend> backends)
    {
        foreach (var candidate in _candidates.Where(candidate => backends.Contains(candidate.Backend)))
        {
            candidate.Invalidate();
        }
    }

    /// <summary>Logs an exception of a firewall, and returns its message for an operator.</summary>
    public string Threw(IFirewallBackend backend, Exception exception)
    {
        _logger.ResponderThrew(backend.Name, exception);
        return SafeText.Of(exception.Message);
    }

    /// <summary>The state of all firewalls, best first.</summary>
    public async ValueTask<ImmutableArray<FirewallStanding>> StandingAsync(CancellationToken cancellationToken)
    {
        await _prober.ProbeAsync(static _ => true, isAhead: false, cancellationToken).ConfigureAwait(false);
        var chosen = ChosenOne;
        return
        [
            .. _candidates.Select(candidate => new FirewallStanding(
                candidate.Backend.Name,
                candidate.IsUsable,
                candidate.Reason,
                candidate == chosen
            )),
        ];
    }

    /// <summary>Probes the firewall for new blocks without changing the choice.</summary>
    /// <returns>Its result; null if there is no such firewall.</returns>
    public async ValueTask<(string Name, FirewallProbe Probe)?> ProbeChosenAsync(CancellationToken cancellationToken)
    {
        await _prober.ProbeAsync(static candidate => candidate.TakesNew, isAhead: false, cancellationToken).ConfigureAwait(false);
        if (ChosenOne is not { } chosen)
        {
            return null;
        }

        return (
            chosen.Backend.Name,
            WasProbedWithin(chosen, JustProbed)
                ? new FirewallProbe(IsUsable: true, chosen.Reason)
                : await chosen.Backend.ProbeAsync(cancellationToken).ConfigureAwait(false)
        );
    }

    /// <summary>Whether a timed block may be recorded after it is made, in every firewall it may go to.</summary>
    public bool RecordMayFollow => _candidates.All(static candidate => !candidate.TakesNew || candidate.Backend.RecordMayFollow());

    /// <summary>Whether every firewall for new blocks takes IPv6 networks.</summary>
    public bool TakesNetworks =>
        _candidates.All(static candidate =>
            !candidate.TakesNew || (candidate.ProbedAt is not null && !candidate.IsUsable) || candidate.Backend.TakesIPv6Networks()
        );

    /// <summary>Whether no firewall that may be called blocks its thread.</summary>
    public bool NeverBlocks =>
        _candidates.All(static candidate =>
            candidate.Backend.NeverBlocks() || (candidate.ProbedAt is not null && !candidate.IsUsable && !candidate.TakesNew)
        );

    /// <summary>Whether new blocks go to a firewall that runs no program, as far as known without another probe.</summary>
    public bool NeedsNoProgramForNew => ChosenOne?.Backend.NeverBlocks() == true;

    /// <summary>Why no firewall can take new blocks.</summary>
    public string WhyNone() =>
        "no firewall can be used: "
        + string.Join(
            "; ",
            _candidates
                .Where(static candidate => candidate.TakesNew)
                .Select(static candidate => $"{candidate.Backend.Name}: {candidate.Reason}")
        );

    /// <summary>Whether a firewall can list its blocks; one that is gone holds none.</summary>
    public bool CanList(string place)
    {
        // Called for each recorded block, so it allocates nothing.
        foreach (var candidate in _candidates)
        {
            if (candidate.IsAt(place))
            {
                return candidate.Backend.Can(FirewallCapabilities.Enumeration);
            }
        }

        return true;
    }

    /// <summary>Whether a place belongs to one of these firewalls.</summary>
    public bool IsAt(string place)
    {
        foreach (var candidate in _candidates)
        {
            if (candidate.IsAt(place))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why the firewall of a place can't be used, or null.</summary>
    public string? WhyNot(string place) =>
        _candidates.FirstOrDefault(candidate => candidate.IsAt(place)) switch
        {
            null => "it isn't one of the firewalls here any more",
            { IsUsable: true } => null,
            var candidate => candidate.Reason,
        };

    private SelectionCandidate? ChosenOne => _candidates.FirstOrDefault(static candidate => candidate.IsUsable && candidate.TakesNew);

    private async ValueTask<IReadOnlyList<IFirewallBackend>> UsableAsync(
        Func<SelectionCandidate, bool> isWanted,
        CancellationToken cancellationToken
    )
    {
        await _prober.ProbeAsync(isWanted, isAhead: false, cancellationToken).ConfigureAwait(false);
        return [.. _candidates.Where(candidate => candidate.MayLift && isWanted(candidate)).Select(static candidate => candidate.Backend)];
    }

    private bool WasProbedWithin(SelectionCandidate candidate, TimeSpan time) =>
        candidate.ProbedAt is { } at && _clock.GetElapsedTime(at) < time;
}
