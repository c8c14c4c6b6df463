using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Makes, lifts and extends blocks by hand.</summary>
internal sealed class EffectChanges(ActiveResponseEngine engine, IResponseStore store)
{
    /// <summary>The largest number of targets of one request.</summary>
    public const int MostTargets = 1_000;

    // Longer ones are meant to be permanent, and would exceed the calendar.
    private const long MostSeconds = 10L * 365 * 24 * 3600;
    private const int MostName = 256;
    private const int AtOnce = 1_000;

    public async ValueTask<ChangeReply> BlockAsync(BlockRequest request, OrderNote note, CancellationToken cancellationToken)
    {
        var timeout = TimeoutOf(request.Seconds);
        if (request.With is { Length: 0 or > MostName })
        {
            throw new ViewException(ViewProblem.Invalid, "'with' is the name of a responder.");
        }

        return await EachAsync(
                request.Targets,
                async target =>
                {
                    var subject = EffectFilter.SubjectOf(target);
                    return
                    [
                        await ApplyAsync(note, request.With ?? UsualFor(subject), subject, timeout, cancellationToken)
                            .ConfigureAwait(false),
                    ];
                }
            )
            .ConfigureAwait(false);
    }

    public async ValueTask<ChangeReply> LiftAsync(LiftRequest request, OrderNote note, CancellationToken cancellationToken)
    {
        var wanted = new List<Subject>();
        var failed = new List<ActionItem>();
        foreach (var target in Checked(request.Targets))
        {
            try
            {
                wanted.Add(request.Within ? NetworkOf(target) : EffectFilter.SubjectOf(target));
            }
            catch (ViewException e)
            {
                failed.Add(ActionItems.Failed("revert", target, e.Message));
            }
        }

        bool IsFor(Subject target, Subject subject) => SubjectMatch.IsMeant(target, subject, request.Within, ShownText.Of);
        var lifted = await LiftAsync(subject => wanted.Exists(target => IsFor(target, subject)), note, cancellationToken)
            .ConfigureAwait(false);
        failed.AddRange(
            wanted
                .Where(target => !lifted.Exists(action => IsFor(target, action.Order.Subject)))
                .Select(static target => ActionItems.Failed("revert", target.ToString(), $"nothing is in place for {target}"))
        );
        return new ChangeReply([.. Shown(lifted).Results, .. failed]);
    }

    public async ValueTask<ChangeReply> LiftAsync(EffectRecord effect, OrderNote note, CancellationToken cancellationToken) =>
        Shown(await engine.ByHand(note).LiftAsync(effect.Key.Subject, cancellationToken).ConfigureAwait(false));

    public async ValueTask<ChangeReply> ExtendAsync(
        EffectRecord effect,
        ExtendRequest request,
        OrderNote note,
        CancellationToken cancellationToken
    )
    {
        var timeout = TimeoutOf(request.Seconds);
        return Shown([await ApplyAsync(note, effect.Key.Responder, effect.Key.Subject, timeout, cancellationToken).ConfigureAwait(false)]);
    }

    public static ChangeReply Shown(IEnumerable<ExecutedAction> actions) => new([.. actions.Select(ActionItems.Of)]);

    /// <summary>The targets of a request, not too many.</summary>
    public static IReadOnlyList<string> Checked(IReadOnlyList<string>? targets, string name = "targets") =>
        targets switch
        {
            null or { Count: 0 } => throw new ViewException(ViewProblem.Invalid, $"'{name}' is missing."),
            { Count: > MostTargets } => throw new ViewException(
                ViewProblem.Invalid,
                $"'{name}' has more than {MostTargets} entries.",
                "Send them in several requests, or block their network."
            ),
            _ => targets,
        };

    // At the same time, so that they share the firewall's transactions. What one can't have doesn't stop the others.
    private static async ValueTask<ChangeReply> EachAsync(
        IReadOnlyList<string>? targets,
        Func<string, Task<IReadOnlyList<ExecutedAction>>> change
    ) =>
        new([
            .. (await Task.WhenAll(Checked(targets).Select(target => OneAsync(target, change))).ConfigureAwait(false)).SelectMany(
                static results => results
            ),
        ]);

    private static async Task<IReadOnlyList<ActionItem>> OneAsync(string target, Func<string, Task<IReadOnlyList<ExecutedAction>>> change)
    {
        try
        {
            return Shown(await change(target).ConfigureAwait(false)).Results;
        }
        catch (ViewException e)
        {
            return [ActionItems.Failed("apply", target, e.Message)];
        }
    }

    // Record and firewall are searched once for all targets: each search reads everything there is.
    private async Task<List<ExecutedAction>> LiftAsync(Func<Subject, bool> isMeant, OrderNote note, CancellationToken cancellationToken)
    {
        var orders = engine.ByHand(note);
        var effects = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var lifted = new List<ExecutedAction>();
        foreach (var some in effects.Select(static effect => effect.Key.Subject).Where(isMeant).Distinct().Chunk(AtOnce))
        {
            var outcomes = some.Select(subject => orders.LiftAsync(subject, cancellationToken));
            lifted.AddRange((await Task.WhenAll(outcomes).ConfigureAwait(false)).SelectMany(static one => one));
        }

        // Blocks that a saved rule set has brought back have no record.
        lifted.AddRange(await orders.LiftUnrecordedAsync(isMeant, cancellationToken).ConfigureAwait(false));
        return lifted;
    }

    private static Subject NetworkOf(string target) =>
        EffectFilter.SubjectOf(target) is { Address: not null } network
            ? network
            : throw new ViewException(ViewProblem.Invalid, $"{ShownText.Of(target)} is no network");

    private string UsualFor(Subject subject)
    {
        var stock = subject.User is null ? StockNames.AddressBlocking[0] : StockNames.AccountDisabling[0];
        return !engine.Binding.IsRegistered(stock) && engine.Binding.FindByName(Blocking.InAppResponder.DefaultName) is not null
            ? Blocking.InAppResponder.DefaultName
            : stock;
    }

    // Zero seconds ask for a block without an end.
    private Task<ExecutedAction> ApplyAsync(
        OrderNote note,
        string executable,
        Subject subject,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        timeout == TimeSpan.Zero
            ? engine.ByHand(note).ApplyPermanentlyAsync(executable, subject, cancellationToken)
            : engine.ByHand(note).ApplyAsync(executable, subject, timeout, cancellationToken);

    private static TimeSpan TimeoutOf(long? seconds) =>
        seconds switch
        {
            null => throw new ViewException(ViewProblem.Invalid, "'seconds' is missing.", "Give 0 for until lifted."),
            < 0 or > MostSeconds => throw new ViewException(
                ViewProblem.Invalid,
                "'seconds' is out of range: up to 10 years.",
                "Give 0 for until lifted."
            ),
            { } given => TimeSpan.FromSeconds(given),
        };
}
