using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The rich rules of one zone, runtime or permanent.</summary>
internal sealed class FirewalldRichRules(IFirewalldTransport transport, FirewalldRefusal refusal, string? zone, bool permanent)
{
    private readonly FirewalldRichRule _rule = new(refusal);
    private readonly FirewalldPlace _place = new(zone, permanent);

    /// <summary>The addresses that rules of our form block.</summary>
    /// <exception cref="FirewallException">The rules can't be listed.</exception>
    public async ValueTask<HashSet<AddressPrefix>> ListAsync(CancellationToken cancellationToken)
    {
        var addresses = new HashSet<AddressPrefix>();
        foreach (var line in await transport.ListRulesAsync(_place, cancellationToken).ConfigureAwait(false))
        {
            if (_rule.TryRead(line, out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    /// <summary>Adds rules and checks that they exist.</summary>
    /// <returns>For each: applied, already applied, or failed.</returns>
    public async ValueTask<Dictionary<AddressPrefix, ResponderResult>> AddAsync(
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        // For several rules, not every version reports which existed before.
        var before = addresses.Count > 1 ? await ListAsync(cancellationToken).ConfigureAwait(false) : [];
        var messages = await ChangeAsync(adds: true, [.. addresses.Where(address => !before.Contains(address))], cancellationToken)
            .ConfigureAwait(false);
        before.UnionWith(messages.Unchanged);
        return await ConfirmAsync(
                addresses,
                messages,
                (address, isThere) =>
                    (isThere, before.Contains(address)) switch
                    {
                        (false, _) => null,
                        (true, true) => ResponderResult.AlreadyApplied(WasThere),
                        (true, false) => ResponderResult.Applied(),
                    },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Removes rules and checks that they are gone.</summary>
    /// <returns>For each: lifted, already lifted, or failed.</returns>
    public async ValueTask<Dictionary<AddressPrefix, ResponderResult>> RemoveAsync(
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var before = addresses.Count > 1 ? await ListAsync(cancellationToken).ConfigureAwait(false) : [.. addresses];
        var messages = await ChangeAsync(adds: false, [.. addresses.Where(before.Contains)], cancellationToken).ConfigureAwait(false);
        before.ExceptWith(messages.Unchanged);
        return await ConfirmAsync(
                addresses,
                messages,
                (address, isThere) =>
                    (isThere, before.Contains(address)) switch
                    {
                        (true, _) => null,
                        (false, true) => ResponderResult.Lifted(),
                        (false, false) => ResponderResult.AlreadyLifted("the rule didn't exist"),
                    },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private string WasThere =>
        _place.IsPermanent ? "firewalld's permanent configuration had that rule already." : "firewalld had that rule already.";

    private ValueTask<FirewalldMessages> ChangeAsync(
        bool adds,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    ) =>
        addresses.Count == 0 ? new(new FirewalldMessages()) : transport.ChangeRulesAsync(_place, adds, _rule, addresses, cancellationToken);

    private async ValueTask<Dictionary<AddressPrefix, ResponderResult>> ConfirmAsync(
        IReadOnlyList<AddressPrefix> addresses,
        FirewalldMessages messages,
        Func<AddressPrefix, bool, ResponderResult?> judge,
        CancellationToken cancellationToken
    )
    {
        var after = addresses.Count == 0 ? [] : await ListAsync(cancellationToken).ConfigureAwait(false);
        return addresses.ToDictionary(
            static address => address,
            address => judge(address, after.Contains(address)) ?? messages.Failed(address)
        );
    }
}
