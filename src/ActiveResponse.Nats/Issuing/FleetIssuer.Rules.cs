using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Rules;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <content>The fleet's rules: its allow list and its kill switch.</content>
internal sealed partial class FleetIssuer
{
    private const int MostAllowed = 1000;

    private readonly Dictionary<AddressPrefix, DateTimeOffset> _liftedFor = [];

    /// <summary>The rules in force.</summary>
    public FleetRules Rules => _ledger.Rules();

    /// <summary>Halts or resumes the fleet.</summary>
    public Task<ulong> SwitchAsync(bool isHalted) => PublishRuleAsync(isHalted ? MessageVerb.Halt : MessageVerb.Resume, network: null);

    /// <summary>Adds a network to the fleet's allow list, and lifts all orders it covers.</summary>
    /// <exception cref="InvalidOperationException">The list is full.</exception>
    public async Task AllowAsync(AddressPrefix network)
    {
        if (Rules.Allowed.Count >= MostAllowed && !Rules.Allowed.ContainsKey(network))
        {
            throw new InvalidOperationException($"The fleet's allow list is full: {MostAllowed} entries.");
        }

        var allowed = PublishRuleAsync(MessageVerb.Allow, network);
        var lifts = _ledger
            .List()
            .Where(static one => one.Message.Content.Verb == MessageVerb.Apply)
            .Where(one => one.Message.Content.Order?.Subject.Address is { } address && network.Overlaps(address))
            .Select(one => _ledger.Lift(_connection.Subjects.OrderFor(one.Message.Content.Target, one.Message.Content.Key)))
            .OfType<LedgerEntry>()
            .ToList();
        lifts.ForEach(entry => _publisher.Enqueue(entry.Subject));
        await Task.WhenAll(lifts.Select(_ledger.WhenPublished).Append(allowed)).ConfigureAwait(false);
    }

    /// <summary>Removes a network from the fleet's allow list.</summary>
    public Task<ulong> DisallowAsync(AddressPrefix network) => PublishRuleAsync(MessageVerb.Disallow, network);

    private Task<ulong> PublishRuleAsync(MessageVerb verb, AddressPrefix? network)
    {
        var entry = _ledger.SetRule(verb, network);
        _publisher.Enqueue(entry.Subject);
        return _ledger.WhenPublished(entry);
    }

    // Once for each entry: the stream is read again after each reconnect.
    private void TakeRule(FleetMessage message)
    {
        if (message is not { Verb: MessageVerb.Allow, Network: { } network } || _engine() is not { } engine)
        {
            return;
        }

        if (_liftedFor.GetValueOrDefault(network) < message.Issued)
        {
            _liftedFor[network] = message.Issued;
            _ = LiftCoveredAsync(engine, network);
        }
    }

    private async Task LiftCoveredAsync(ActiveResponseEngine engine, AddressPrefix network)
    {
        try
        {
            await engine.RevertAllowedAsync(OrderNote.None, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _logger.NotLiftedForRule(network.ToString(), e);
        }
    }
}
