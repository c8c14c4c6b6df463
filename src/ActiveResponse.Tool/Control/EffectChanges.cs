using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>Lifts, extends and makes blocks on request.</summary>
internal sealed class EffectChanges(ActiveResponseEngine engine)
{
    // Longer ones are meant to be permanent, and would exceed the calendar.
    private const long MostSeconds = 10L * 365 * 24 * 3600;

    public async Task LiftAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        if (request.All == (request.Target is not null))
        {
            throw new ControlException("give a target, or all");
        }

        if (request.All)
        {
            await WriteAsync(await engine.ByHand(request.Note).LiftAllAsync(cancellationToken), answer);
            return;
        }

        var wanted = SubjectOf(request);
        if (request.Within && wanted.Address is null)
        {
            throw new ControlException($"{wanted} is no network");
        }

        var orders = engine.ByHand(request.Note);
        bool IsMeant(Subject subject) => SubjectMatch.IsMeant(wanted, subject, request.Within, ToolText.WithBytes);
        var effects = (await engine.ListAsync(cancellationToken)).Where(effect => IsMeant(effect.Key.Subject)).ToList();
        foreach (var subject in effects.Select(static effect => effect.Key.Subject).Distinct())
        {
            await WriteAsync(await orders.LiftAsync(subject, cancellationToken), answer);
        }

        // Blocks restored by a saved rule set have no record. Each search reads the whole firewall, and there may be many targets.
        var strays = effects.Count > 0 && !request.Within ? [] : await orders.LiftUnrecordedAsync(IsMeant, cancellationToken);
        await WriteAsync(strays, answer);
        if (effects.Count + strays.Count == 0)
        {
            throw new ControlException($"nothing is in place for {wanted}");
        }
    }

    public async Task ExtendAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        _ = TimeoutOf(request);
        foreach (var effect in await FindAsync(SubjectOf(request), cancellationToken))
        {
            await WriteAsync([await ApplyAsync(request, effect.Key.Responder, effect.Key.Subject, cancellationToken)], answer);
        }
    }

    public async Task BlockAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        var subject = SubjectOf(request);
        var executable = request.With ?? (subject.User is null ? StockNames.AddressBlocking[0] : StockNames.AccountDisabling[0]);
        if (executable.Length is 0 or > 256)
        {
            throw new ControlException("unknown responder");
        }

        await WriteAsync([await ApplyAsync(request, executable, subject, cancellationToken)], answer);
    }

    // Zero seconds request a block without an end.
    private Task<ExecutedAction> ApplyAsync(ControlRequest request, string executable, Subject subject, CancellationToken cancellationToken)
    {
        var (orders, timeout) = (engine.ByHand(request.Note), TimeoutOf(request));
        return timeout == TimeSpan.Zero
            ? orders.ApplyPermanentlyAsync(executable, subject, cancellationToken)
            : orders.ApplyAsync(executable, subject, timeout, cancellationToken);
    }

    private static async ValueTask WriteAsync(IEnumerable<ExecutedAction> outcomes, ReplyWriter answer)
    {
        foreach (var outcome in outcomes)
        {
            await answer.LineAsync(json => HistoryJson.Write(json, outcome));
        }
    }

    private async Task<IReadOnlyList<EffectRecord>> FindAsync(Subject subject, CancellationToken cancellationToken)
    {
        var found = (await engine.ListAsync(cancellationToken))
            .Where(effect => SubjectMatch.IsMeant(subject, effect.Key.Subject, within: false, ToolText.WithBytes))
            .ToList();
        return found.Count > 0 ? found : throw new ControlException($"nothing is in place for {subject}");
    }

    private static Subject SubjectOf(ControlRequest request) =>
        Subject.TryParse(request.Target, out var subject, out var problem) ? subject : throw new ControlException(problem);

    private static TimeSpan TimeoutOf(ControlRequest request) =>
        request.Seconds switch
        {
            null => throw new ControlException("give a duration"),
            < 0 or > MostSeconds => throw new ControlException("the duration is too long: use up to 10 years, or until lifted"),
            { } seconds => TimeSpan.FromSeconds(seconds),
        };
}
