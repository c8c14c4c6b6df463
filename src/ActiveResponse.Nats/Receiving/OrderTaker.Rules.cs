using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Rules;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Receiving;

/// <content>The fleet's allow list and kill switch, and the orders held back during a halt.</content>
internal sealed partial class OrderTaker
{
    private readonly Dictionary<(FleetTarget Target, string Key), HeldOrder> _held = [];
    private readonly Lock _rulesGate = new();

    // Read as rules without any part; an empty position isn't stored.
    private const string NoRules = ";";

    /// <summary>Applies a halt or resume that was read separately, before any order.</summary>
    public void TakeSwitch(FleetMessage message) => TakeRule(message);

    private static bool IsRule(MessageVerb verb) =>
        verb is MessageVerb.Halt or MessageVerb.Resume or MessageVerb.Allow or MessageVerb.Disallow;

    private void TakeRule(FleetMessage message)
    {
        bool isResumed;
        lock (_rulesGate)
        {
            var before = agent.Rules.Current;
            var after = agent.Rules.Add(message);
            isResumed = before.IsHalted && !after.IsHalted;
            if (before != after)
            {
                agent.Logger.RuleTaken(message.Verb.ToString().ToLowerInvariant(), message.Network?.ToString() ?? "");

                // No rules are something to remember, too: the rules of an earlier run must not come back.
                _rules.Pass(after.ToString() is { Length: > 0 } text ? text : NoRules);
            }
        }

        if (message is { Verb: MessageVerb.Allow, Network: { } network })
        {
            _ = LiftCoveredAsync(network);
        }

        if (isResumed)
        {
            _ = ReleaseAsync();
        }
    }

    private async Task LiftCoveredAsync(AddressPrefix network)
    {
        try
        {
            await agent.Engine.RevertAllowedAsync(OrderNote.None, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            agent.Logger.NotLiftedForRule(network.ToString(), e);
        }

        agent.Record.Changed();
    }

    // The place stays open, so its position isn't stored, and the order is read again after a restart.
    private bool IsHeldBack(TargetReading target, TargetProgress.Place place, SignedMessage signed)
    {
        HeldOrder? replaced;
        lock (_rulesGate)
        {
            var key = (signed.Content.Target, signed.Content.Key);
            _held.Remove(key, out replaced);
            var isHeld = agent.Rules.Current.IsHalted && signed.Content.Verb == MessageVerb.Apply;
            if (isHeld)
            {
                _held.Add(key, new HeldOrder(target, place, signed));
            }

            replaced?.Place.Skip();
            return isHeld;
        }
    }

    private async Task ReleaseAsync()
    {
        List<HeldOrder> released;
        lock (_rulesGate)
        {
            released = [.. _held.Values.OrderBy(static held => held.Signed.Content.Issued)];
            _held.Clear();
        }

        foreach (var held in released)
        {
            await _room.WaitAsync().ConfigureAwait(false);
            var message = held.Signed.Content;
            if (message.End <= agent.Clock.GetUtcNow() || message.HasExpired(agent.Clock.GetUtcNow()))
            {
                agent.Meters.Taken("ended");
                held.Place.Skip();
                _room.Release();
                continue;
            }

            _ = _turns.RunAsync(message.Order!, () => CarryOutAsync(held.Target, held.Place, held.Signed, message.Order!));
        }
    }

    private sealed record HeldOrder(TargetReading Target, TargetProgress.Place Place, SignedMessage Signed);
}
