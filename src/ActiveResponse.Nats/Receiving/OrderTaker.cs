using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Rules;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Receiving;

/// <summary>
/// Checks an agent's messages and passes them to the engine: those about one thing in sequence, all others concurrently.
/// </summary>
internal sealed partial class OrderTaker(AgentContext agent, MessageCheck check)
{
    // Fewer than the engine's queues hold, so that the stream waits and the engine drops nothing.
    private const int MostAtOnce = 1000;

    // The log needs to show a flood of junk, not each message of it.
    private const long LogEvery = 1000;

    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly EffectTurns _turns = new();
    private readonly LatestMessages _latest = new(agent.Clock);
    private readonly OrderIntake _lifts = agent.Engine.OrdersFrom($"nats:{agent.Connection.Subjects.OrderStream}/lifts");
    private readonly OrderIntake _rules = agent.Engine.OrdersFrom($"nats:{agent.Connection.Subjects.OrderStream}/rules");
    private readonly SemaphoreSlim _beginning = new(1);
    private bool _hasBegun;

    /// <summary>Restores what an earlier run recorded. Call it before the first message.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _beginning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_hasBegun)
            {
                _latest.ReadLifts(await _lifts.FindPositionAsync(cancellationToken).ConfigureAwait(false));
                agent.Rules.Resume(FleetRules.Parse(await _rules.FindPositionAsync(cancellationToken).ConfigureAwait(false)));
                _hasBegun = true;
            }
        }
        finally
        {
            _beginning.Release();
        }
    }

    /// <summary>Processes a message.</summary>
    /// <param name="target">The target it is for, and how that is read.</param>
    /// <param name="found">The message.</param>
    /// <param name="cancellationToken">Cancels the wait for a free slot.</param>
    /// <exception cref="EpochChangedException">The stream has another epoch than the positions.</exception>
    public async ValueTask TakeAsync(TargetReading target, FoundMessage found, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        var signed = check.Check(found.Subject, found.Issuer, found.Signature, found.Body, found.Note, out var refusal);
        if (signed is { Content: { Verb: MessageVerb.Epoch, Epoch: { } epoch } } && epoch != target.Epoch)
        {
            _room.Release();
            await agent.Connection.RestartAsync().ConfigureAwait(false);
            throw new EpochChangedException();
        }

        var place = target.Progress.Begin(target.Epoch, found.Sequence, signed?.Content.Issued);
        if (signed is null)
        {
            Refuse(target, found, refusal!);
        }
        else if (ToBeDone(target, found, signed.Content) is { } order)
        {
            if (IsHeldBack(target, place, signed))
            {
                _room.Release();
                agent.Record.Changed();
                return;
            }

            _ = _turns.RunAsync(order, () => CarryOutAsync(target, place, signed, order));
            return;
        }

        place.Skip();
        _room.Release();
        agent.Record.Changed();
    }

    // Long: one check per reason to skip a message.
    private ResponseOrder? ToBeDone(TargetReading target, FoundMessage found, FleetMessage message)
    {
        if (message.Verb == MessageVerb.Epoch)
        {
            return null;
        }

        if (!_latest.TryAdd(message, out var isSame))
        {
            if (!isSame)
            {
                Refuse(target, found, new MessageRefusal("replayed", "a newer message about the same effect arrived before it"));
            }

            return null;
        }

        if (IsRule(message.Verb))
        {
            if (message.Verb == MessageVerb.Disallow)
            {
                _lifts.Pass(_latest.WriteLifts());
            }

            TakeRule(message);
            return null;
        }

        if (message.HasExpired(agent.Clock.GetUtcNow()) || message.End <= agent.Clock.GetUtcNow())
        {
            agent.Meters.Taken("ended");
            return null;
        }

        if (message is { Verb: MessageVerb.Apply, End: null, Expires: not null } && message.Issued <= target.OnceAfter)
        {
            // It may have been carried out before, and must not be carried out twice.
            agent.Meters.Taken("done-before");
            return null;
        }

        if (message.Verb == MessageVerb.Lift)
        {
            // Before the lift's own position can be stored.
            _lifts.Pass(_latest.WriteLifts());
        }

        return message.Order;
    }

    // Long: one case per way an order can end.
    private async Task CarryOutAsync(TargetReading target, TargetProgress.Place place, SignedMessage signed, ResponseOrder order)
    {
        var message = signed.Content;
        var isFinished = true;
        try
        {
            var received = order with
            {
                Timeout = message.End is { } end ? Longer(end - agent.Clock.GetUtcNow()) : TimeSpan.Zero,
                Origin = order.Origin with { Sender = $"fleet {message.Fleet}, issuer {signed.Issuer}" },
            };
            if (message.Verb == MessageVerb.Lift)
            {
                foreach (var outcome in await place.Delivery.LiftAsync(received, message.Issued).ConfigureAwait(false))
                {
                    Note(target, place, outcome, outcome.IsLifted());
                }

                agent.Meters.Taken("lift");
            }
            else
            {
                var outcome = await place.Delivery.ApplyAsync(received, message.Issued, message.End).ConfigureAwait(false);
                Note(
                    target,
                    place,
                    outcome,
                    outcome.Outcome
                        is ActionOutcome.Applied
                            or ActionOutcome.AlreadyApplied
                            or ActionOutcome.Extended
                            or ActionOutcome.DryRun
                );
                agent.Meters.Taken("apply");
            }
        }
        catch (Exception e)
        {
            // Most likely the store failed: the order isn't on record, its position isn't stored, and it is read again after a restart.
            isFinished = false;
            agent.Logger.OrderNotTaken(place.Position.Sequence, target.Target.ToString(), e);
            Add(target, place.Position.Sequence, order.Subject.ToString(), isRefused: false, e.Message);
        }
        finally
        {
            if (isFinished)
            {
                place.Finish();
            }

            _room.Release();
            agent.Record.Changed();
        }
    }

    private void Note(TargetReading target, TargetProgress.Place place, ExecutedAction outcome, bool isDone)
    {
        if (!isDone)
        {
            Add(
                target,
                place.Position.Sequence,
                outcome.Order.Subject.ToString(),
                outcome.Outcome == ActionOutcome.Refused,
                outcome.Detail ?? outcome.Outcome.ToString()
            );
        }
    }

    private void Refuse(TargetReading target, FoundMessage found, MessageRefusal refusal)
    {
        if (agent.Record.Count(refusal.Reason) % LogEvery == 1)
        {
            agent.Logger.MessageRefused(found.Sequence, SafeText.Of(found.Subject, 200), refusal.Reason, refusal.Why);
        }

        agent.Meters.Refused(refusal.Reason);
        Add(target, found.Sequence, "", isRefused: true, $"{refusal.Reason}: {refusal.Why}");
    }

    private void Add(TargetReading target, ulong sequence, string subject, bool isRefused, string why) =>
        agent.Record.Add(
            new AgentFailure(
                target.Target.ToString(),
                sequence,
                SafeText.Of(subject),
                isRefused,
                SafeText.Of(why, 400),
                agent.Clock.GetUtcNow()
            )
        );

    // A timeout of zero would mean no end, so an order that ends right now keeps a short one.
    private static TimeSpan Longer(TimeSpan left) => left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
}
