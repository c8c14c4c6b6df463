using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tool.Control;

/// <summary>Looks whether everything is as it should be: a line for each thing that is looked at.</summary>
internal sealed class HealthCheck(IServiceProvider services, TimeProvider clock, string? stateFile)
{
    // Written and overwritten, to see whether the store still takes anything.
    private const string ProbeName = "health";

    public async Task RunAsync(AnswerWriter answer, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IResponseStore>();
        await TellAsync(answer, "agent", true, $"running, process {Environment.ProcessId}");
        await TellStoreAsync(answer, store, cancellationToken);
        await TellResponsesAsync(answer);
        await TellFirewallsAsync(answer, cancellationToken);
        foreach (var source in services.GetRequiredService<AlertIntake>().Sources)
        {
            await SourceHealth.TellAsync(answer, source);
        }

        foreach (var place in await services.GetRequiredService<EngineGraph>().Places.LookAsync(cancellationToken))
        {
            await TellAsync(answer, $"place {SafeText.Of(place.Place)}", place.IsFine, SafeText.Of(place.Detail, 400));
        }

        var effects = await store.ListAsync(cancellationToken);
        await TellFailuresAsync(answer, effects);
        var settled = new HashSet<(string Place, Subject Subject)>();
        await new OutOfReach(services.GetRequiredService<ResponderBinding>()).TellAsync(answer, effects);
        foreach (var responder in services.GetRequiredService<ResponderBinding>().Registered.OfType<IEnumerableResponder>())
        {
            await TellDriftAsync(answer, responder, effects, settled, cancellationToken);
        }

        await TellKillSwitchAsync(answer);
    }

    public static async ValueTask TellFailuresAsync(AnswerWriter answer, IReadOnlyList<EffectRecord> effects)
    {
        var reverts = effects.Where(static effect => effect.FailedReverts > 0 && effect.State == EffectState.Reverting).ToList();
        var applies = effects.Where(static effect => effect.FailedApplies > 0 && effect.State != EffectState.Reverting).ToList();
        await TellAsync(answer, "lifts", reverts.Count == 0, reverts.Count == 0 ? "none has failed" : $"{reverts.Count} failed and are tried again: {SomeWithPlaces(reverts)}");
        await TellAsync(answer, "blocks", applies.Count == 0, applies.Count == 0 ? "none has failed" : $"{applies.Count} failed and are tried again: {Some(applies)}");
    }

    public static ValueTask TellAsync(AnswerWriter answer, string check, bool isFine, string detail) => answer.LineAsync(json =>
    {
        json.WriteString("check", check);
        json.WriteBoolean("ok", isFine);
        json.WriteString("detail", detail);
    });

    private async ValueTask TellStoreAsync(AnswerWriter answer, IResponseStore store, CancellationToken cancellationToken)
    {
        try
        {
            var position = ImmutableDictionary<string, string>.Empty.Add(ProbeName, clock.GetUtcNow().UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await store.CommitAsync(new StoreCommit { Positions = position }, cancellationToken);
            await TellAsync(answer, "store", true, stateFile is null ? "in memory: forgotten when the agent ends" : $"{stateFile} can be written");
        }
        catch (ResponseStoreException e)
        {
            await TellAsync(answer, "store", false, e.Message);
        }
    }

    private async ValueTask TellResponsesAsync(AnswerWriter answer)
    {
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        var problems = engine.BindingProblems;
        await TellAsync(
            answer, "responses", problems.IsEmpty, engine.Config.Disabled ? "active response is disabled in the configuration"
                : problems.IsEmpty ? $"{engine.Config.Responses.Length} can run here"
                : string.Join("; ", problems.Select(static problem => $"{SafeText.Of(problem.Response.Name)}: {SafeText.Of(problem.Why, 400)}")));
    }

    private async ValueTask TellFirewallsAsync(AnswerWriter answer, CancellationToken cancellationToken)
    {
        if (services.GetService<FirewallSelection>() is not { } selection)
        {
            return;
        }

        var standing = await selection.StandingAsync(cancellationToken);
        await TellAsync(answer, "firewall", standing.Any(static firewall => firewall.IsChosen), standing.FirstOrDefault(static firewall => firewall.IsChosen) is { } chosen ? $"{chosen.Name}: {chosen.Reason}" : "none can be used");
        foreach (var other in standing.Where(static firewall => !firewall.IsChosen))
        {
            // That another one is missing is as it should be.
            await TellAsync(answer, $"firewall {other.Name}", true, other.IsUsable ? "could be used too" : $"not used: {other.Reason}");
        }
    }

    private async ValueTask TellDriftAsync(
        AnswerWriter answer, IEnumerableResponder responder, IReadOnlyList<EffectRecord> effects, HashSet<(string Place, Subject Subject)> settled, CancellationToken cancellationToken)
    {
        var binding = services.GetRequiredService<ResponderBinding>();
        var own = effects.Glances().Where(effect => binding.RegisteredHolderOf(effect.Responder, effect.Place) == responder).ToList();
        try
        {
            var presence = await EffectPresence.ReadAsync(responder, clock, cancellationToken);
            var strays = await services.GetRequiredService<EngineGraph>().Unrecorded.UnknownAsync(responder, presence.Unrecorded(own), settled, cancellationToken);
            if (own.Count > 0 || strays.Count > 0)
            {
                var report = new DriftReport(presence, own, strays);
                await TellAsync(answer, $"drift {responder.Name}", report.IsFine, report.Text);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One that isn't there holds nothing; that it can't be used is told elsewhere.
            if (own.Count == 0)
            {
                return;
            }

            await TellAsync(answer, $"drift {responder.Name}", false, $"it can't say what is in place: {SafeText.Of(e.Message, 400)}");
        }
    }

    private async ValueTask TellKillSwitchAsync(AnswerWriter answer)
    {
        var file = services.GetRequiredService<IOptions<GuardOptions>>().Value.KillSwitchFile;
        var isOn = file is not null && Path.Exists(file);
        await TellAsync(answer, "kill switch", !isOn, file is null ? "none" : isOn ? $"on: nothing new is done while {file} is there" : $"off: {file} is not there");
    }

    private static string SomeWithPlaces(List<EffectRecord> effects) => DriftReport.Some(
        effects.Select(static effect => effect.Key + (EffectPlaces.Describe(effect.Place) is { } place ? $" in {place}" : "")), effects.Count);

    internal static string Some(IReadOnlyList<EffectRecord> effects) => DriftReport.Some(effects.Select(static effect => effect.Key.ToString()), effects.Count);
}
