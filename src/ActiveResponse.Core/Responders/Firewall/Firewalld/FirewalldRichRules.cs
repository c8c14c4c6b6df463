using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The rich rules of one zone, runtime or permanent.</summary>
internal sealed class FirewalldRichRules(FirewalldProgram program, FirewalldRefusal refusal, string? zone, bool permanent)
{
    // About 40,000 bytes of arguments and 5 seconds.
    private const int RulesOfOneCall = 500;

    private readonly FirewalldRichRule _rule = new(refusal);

    /// <summary>The addresses that rules of our form block.</summary>
    /// <exception cref="FirewallException">The rules can't be listed.</exception>
    public async ValueTask<HashSet<AddressPrefix>> ListAsync(CancellationToken cancellationToken)
    {
        var text = await program.RunAsync(Arguments(["--list-rich-rules"]), cancellationToken).ConfigureAwait(false);
        var addresses = new HashSet<AddressPrefix>();
        foreach (var line in text.Split('\n'))
        {
            if (_rule.TryRead(line.Trim(), out var address))
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
        var messages = await RunAsync("--add-rich-rule=", [.. addresses.Where(address => !before.Contains(address))], cancellationToken)
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
        var messages = await RunAsync("--remove-rich-rule=", [.. addresses.Where(before.Contains)], cancellationToken)
            .ConfigureAwait(false);
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
        permanent ? "firewalld's permanent configuration had that rule already." : "firewalld had that rule already.";

    private async ValueTask<RuleMessages> RunAsync(
        string option,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var messages = new RuleMessages();
        foreach (var part in addresses.Chunk(RulesOfOneCall))
        {
            var result = await program
                .TryAsync(Arguments(part.Select(address => option + _rule.Format(address))), cancellationToken)
                .ConfigureAwait(false);
            if (FirewalldErrors.IsHopeless(result))
            {
                throw program.Error(result);
            }

            messages.Read(result, part);
        }

        return messages;
    }

    private async ValueTask<Dictionary<AddressPrefix, ResponderResult>> ConfirmAsync(
        IReadOnlyList<AddressPrefix> addresses,
        RuleMessages messages,
        Func<AddressPrefix, bool, ResponderResult?> judge,
        CancellationToken cancellationToken
    )
    {
        var after = addresses.Count == 0 ? [] : await ListAsync(cancellationToken).ConfigureAwait(false);
        return addresses.ToDictionary(
            static address => address,
            address => judge(address, after.Contains(address)) ?? ResponderResult.Failed(messages.Why(address))
        );
    }

    private IEnumerable<string> Arguments(IEnumerable<string> rest) =>
        [.. permanent ? ["--permanent"] : Array.Empty<string>(), .. zone is not null ? [$"--zone={zone}"] : Array.Empty<string>(), .. rest];

    /// <summary>firewall-cmd's message for each rule; its exit code is 0 even if some of several rules are bad.</summary>
    private sealed class RuleMessages
    {
        private readonly Dictionary<AddressPrefix, string> _why = [];

        /// <summary>The rules it reported as unchanged.</summary>
        public HashSet<AddressPrefix> Unchanged { get; } = [];

        public void Read(CommandResult result, AddressPrefix[] part)
        {
            var lines = FirewalldErrors.ByAddress(result);
            foreach (var address in part)
            {
                var line = lines.GetValueOrDefault(address) ?? (part.Length == 1 ? FirewalldErrors.Lines(result).FirstOrDefault() : null);
                if (
                    line is not null
                    && (
                        line.Contains(FirewalldErrors.AlreadyEnabled, StringComparison.Ordinal)
                        || line.Contains(FirewalldErrors.NotEnabled, StringComparison.Ordinal)
                    )
                )
                {
                    Unchanged.Add(address);
                }

                var why = line is null && result.IsSuccess ? "firewall-cmd reported success but changed nothing." : line;
                _why[address] = $"{address}: {why ?? FirewalldErrors.OfFirewallCmd.Explain(result)}";
            }
        }

        public string Why(AddressPrefix address) =>
            _why.GetValueOrDefault(address) ?? $"{address}: another program changed the rule meanwhile.";
    }
}
