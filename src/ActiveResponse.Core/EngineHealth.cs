using System.Collections.Immutable;
using System.Globalization;
using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Reconciliation;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.State;
using ActiveResponse.State.Compact;

namespace ActiveResponse;

/// <summary>Checks the engine's health, and changes nothing but a mark in the store.</summary>
internal sealed class EngineHealth(
    ResponderBinding binding,
    IResponseStore store,
    UnrecordedEffects unrecorded,
    PlaceWatch places,
    AlertIntake intake,
    IReadOnlyList<IHealthSource> sources,
    string? killSwitchFile,
    IFileSystem files,
    TimeProvider clock
)
{
    // Written to see whether the store accepts writes.
    private const string ProbeName = "health";

    private static readonly TimeSpan SourcePatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs all checks.</summary>
    /// <param name="config">The current configuration.</param>
    /// <param name="problems">Responses that can't run here.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<HealthReport> CheckAsync(
        ActiveResponseConfig config,
        ImmutableArray<BindingProblem> problems,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<HealthFinding>
        {
            await CheckStoreAsync(cancellationToken).ConfigureAwait(false),
            OfResponses(config, problems),
        };
        findings.AddRange(await FirewallsAsync(cancellationToken).ConfigureAwait(false));
        findings.AddRange(intake.Sources.Select(SourceHealth.Of));
        foreach (var place in await places.CheckAsync(cancellationToken).ConfigureAwait(false))
        {
            findings.Add(new HealthFinding($"place {SafeText.Of(place.Place)}", place.IsFine, SafeText.Of(place.Detail, 400)));
        }

        try
        {
            var effects = await store.ListAsync(cancellationToken).ConfigureAwait(false);
            findings.AddRange(HealthReport.OfRecord(effects).Findings);
            findings.AddRange(new UnreachableEffects(binding).In(effects));
            findings.AddRange(
                (await VerifyAsync(effects, cancellationToken).ConfigureAwait(false)).Select(static report => new HealthFinding(
                    $"drift {report.Responder}",
                    report.IsFine,
                    report.Summary
                ))
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            findings.Add(new HealthFinding("record", IsFine: false, $"it can't be read: {SafeText.Of(e.Message, 400)}"));
        }

        foreach (var source in sources)
        {
            findings.AddRange(await AskAsync(source, cancellationToken).ConfigureAwait(false));
        }

        findings.Add(OfKillSwitch());
        return new HealthReport([.. findings]);
    }

    private async Task<IReadOnlyList<HealthFinding>> AskAsync(IHealthSource source, CancellationToken cancellationToken)
    {
        try
        {
            var asked = Task.Run(() => source.CheckAsync(cancellationToken).AsTask(), cancellationToken);
            return await asked.WaitAsync(SourcePatience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return [new HealthFinding(SafeText.Of(source.GetType().Name), IsFine: false, SafeText.Of(e.Message, 400))];
        }
    }

    /// <summary>Compares what is in place with the record.</summary>
    /// <returns>A report for each responder that can list and has something on record or in place.</returns>
    public async Task<ImmutableArray<InPlaceReport>> VerifyAsync(CancellationToken cancellationToken) =>
        await VerifyAsync(await store.ListAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<ImmutableArray<InPlaceReport>> VerifyAsync(IReadOnlyList<EffectRecord> effects, CancellationToken cancellationToken)
    {
        var settled = new HashSet<(string Place, Subject Subject)>();
        var reports = ImmutableArray.CreateBuilder<InPlaceReport>();
        foreach (var responder in binding.Registered.OfType<IEnumerableResponder>())
        {
            if (await VerifyAsync(responder, effects, settled, cancellationToken).ConfigureAwait(false) is { } report)
            {
                reports.Add(report);
            }
        }

        return reports.ToImmutable();
    }

    private async Task<InPlaceReport?> VerifyAsync(
        IEnumerableResponder responder,
        IReadOnlyList<EffectRecord> effects,
        HashSet<(string Place, Subject Subject)> settled,
        CancellationToken cancellationToken
    )
    {
        var own = effects.Summaries().Where(effect => binding.RegisteredHolderOf(effect.Responder, effect.Place) == responder).ToList();
        try
        {
            var presence = await EffectPresence.ReadAsync(responder, clock, cancellationToken).ConfigureAwait(false);
            var strays = await unrecorded
                .UnknownAsync(responder, presence.Unrecorded(own), settled, cancellationToken)
                .ConfigureAwait(false);
            return own.Count > 0 || strays.Count > 0 ? InPlaceReport.Of(responder.Name, presence, own, strays) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A missing firewall holds nothing; another check reports that it can't be used.
            return own.Count == 0 ? null : InPlaceReport.Failed(responder.Name, e);
        }
    }

    private async Task<HealthFinding> CheckStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var position = ImmutableDictionary<string, string>.Empty.Add(
                ProbeName,
                clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture)
            );
            await store.CommitAsync(new StoreCommit { Positions = position }, cancellationToken).ConfigureAwait(false);
            return new HealthFinding(
                "store",
                IsFine: true,
                store.IsDurable ? "it can be written" : "in memory: forgotten when the agent ends"
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new HealthFinding("store", IsFine: false, SafeText.Of(e.Message, 400));
        }
    }

    private static HealthFinding OfResponses(ActiveResponseConfig config, ImmutableArray<BindingProblem> problems)
    {
        var detail = $"{config.Responses.Length} can run here";
        if (config.Disabled)
        {
            detail = "active response is disabled in the configuration";
        }
        else if (!problems.IsEmpty)
        {
            detail = string.Join(
                "; ",
                problems.Select(static problem => $"{SafeText.Of(problem.Response.Name)}: {SafeText.Of(problem.Why, 400)}")
            );
        }

        return new HealthFinding("responses", problems.IsEmpty, detail);
    }

    private async Task<IEnumerable<HealthFinding>> FirewallsAsync(CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        foreach (var drop in binding.Registered.OfType<FirewallDropResponder>())
        {
            var standing = await drop.Selection.StandingAsync(cancellationToken).ConfigureAwait(false);
            var chosen = standing.FirstOrDefault(static firewall => firewall.IsChosen);
            findings.Add(
                new HealthFinding("firewall", chosen is not null, chosen is null ? "none can be used" : $"{chosen.Name}: {chosen.Reason}")
            );

            // Firewalls that weren't chosen may be missing.
            findings.AddRange(
                standing
                    .Where(static firewall => !firewall.IsChosen)
                    .Select(static other => new HealthFinding(
                        $"firewall {other.Name}",
                        IsFine: true,
                        other.IsUsable ? "could be used too" : $"not used: {other.Reason}"
                    ))
            );
        }

        return findings;
    }

    private HealthFinding OfKillSwitch()
    {
        if (killSwitchFile is null)
        {
            return new HealthFinding("kill switch", IsFine: true, "none");
        }

        var isOn = files.Path.Exists(killSwitchFile);
        return new HealthFinding(
            "kill switch",
            !isOn,
            isOn ? $"on: nothing new is done while {killSwitchFile} exists" : $"off: {killSwitchFile} doesn't exist"
        );
    }
}
