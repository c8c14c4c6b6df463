using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Rules;

namespace ActiveResponse.Nats.Issuing;

/// <content>The fleet's rules: its allow list and its kill switch.</content>
internal sealed partial class OrderLedger
{
    private readonly List<LedgerEntry> _ruleEntries = [];

    /// <summary>Returns the rules in force, including those still to be published.</summary>
    public FleetRules Rules()
    {
        lock (_gate)
        {
            return _ruleEntries
                .Select(static entry => entry.Latest?.Content)
                .OfType<FleetMessage>()
                .Aggregate(FleetRules.None, static (rules, message) => rules.With(message));
        }
    }

    /// <summary>Sets a rule; one that is already set stays as it is.</summary>
    public LedgerEntry SetRule(MessageVerb verb, AddressPrefix? network)
    {
        var key = RuleKey.Of(verb, network) ?? throw new ArgumentException("The verb isn't a rule's.", nameof(verb));
        lock (_gate)
        {
            var entry = EntryOf(_subjects.OrderFor(FleetTarget.All, key));
            if (entry.Latest?.Content.Verb != verb)
            {
                Want(
                    entry,
                    new FleetMessage
                    {
                        Fleet = fleet,
                        Target = FleetTarget.All,
                        Key = key,
                        Verb = verb,
                        Issued = IssueTime(entry),
                        Network = network,
                    }
                );
            }

            return entry;
        }
    }

    /// <summary>Whether an order of an effect for all agents is in force.</summary>
    public bool IsOrderedForAll(string key) =>
        Find(_subjects.OrderFor(FleetTarget.All, key)) is { Message.Content.Verb: MessageVerb.Apply };

    /// <summary>Returns until when an effect is ordered for any agents; null if it isn't.</summary>
    public DateTimeOffset? HeldUntil(string key)
    {
        lock (_gate)
        {
            DateTimeOffset? until = null;
            foreach (var content in _byKey.GetValueOrDefault(key, []).Select(static entry => entry.Latest?.Content))
            {
                if (content is { Verb: MessageVerb.Apply } && (until is null || (content.End ?? DateTimeOffset.MaxValue) > until))
                {
                    until = content.End ?? DateTimeOffset.MaxValue;
                }
            }

            return until;
        }
    }
}
