using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The rich rules of one zone, in force or permanent.</summary>
internal sealed class FirewalldRichRules(FirewalldProgram program, FirewalldRefusal refusal, string? zone, bool permanent)
{
    // Some forty thousand bytes of arguments, and some five seconds.
    private const int RulesOfOneCall = 500;

    private readonly FirewalldRichRule _rule = new(refusal);

    /// <summary>The addresses that rules of our form block.</summary>
    /// <exception cref="FirewallException">It can't be told.</exception>
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

    /// <summary>Adds rules and sees whether they are there then.</summary>
    /// <returns>Applied, already applied by other hands, or failed, for each.</returns>
    public async ValueTask<Dictionary<AddressPrefix, ResponderResult>> AddAsync(
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        // Of several, not every version says which was there before.
        var before = addresses.Count > 1 ? await ListAsync(cancellationToken).ConfigureAwait(false) : [];
        var said = await RunAsync("--add-rich-rule=", [.. addresses.Where(address => !before.Contains(address))], cancellationToken)
            .ConfigureAwait(false);
        before.UnionWith(said.Unchanged);
        return await ConfirmAsync(
                addresses,
                said,
                (address, isThere) =>
                    isThere
                        ? before.Contains(address)
                            ? ResponderResult.AlreadyApplied(WasThere)
                            : ResponderResult.Applied()
                        : null,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Removes rules and sees whether they are gone then.</summary>
    /// <returns>Reverted, gone already, or failed, for each.</returns>
    public async ValueTask<Dictionary<AddressPrefix, ResponderResult>> RemoveAsync(
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        var before = addresses.Count > 1 ? await ListAsync(cancellationToken).ConfigureAwait(false) : [.. addresses];
        var said = await RunAsync("--remove-rich-rule=", [.. addresses.Where(before.Contains)], cancellationToken).ConfigureAwait(false);
        before.ExceptWith(said.Unchanged);
        return await ConfirmAsync(
                addresses,
                said,
                (address, isThere) =>
                    isThere ? null
                    : before.Contains(address) ? ResponderResult.Lifted()
                    : ResponderResult.AlreadyLifted("there was no such rule"),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private string WasThere =>
        permanent ? "firewalld's permanent configuration had that rule already." : "firewalld had that rule already.";

    private async ValueTask<Said> RunAsync(string option, IReadOnlyList<AddressPrefix> addresses, CancellationToken cancellationToken)
    {
        var said = new Said();
        foreach (var part in addresses.Chunk(RulesOfOneCall))
        {
            var result = await program
                .TryAsync(Arguments(part.Select(address => option + _rule.Format(address))), cancellationToken)
                .ConfigureAwait(false);
            if (FirewalldErrors.IsHopeless(result))
            {
                throw program.Error(result);
            }

            said.Read(result, part);
        }

        return said;
    }

    private async ValueTask<Dictionary<AddressPrefix, ResponderResult>> ConfirmAsync(
        IReadOnlyList<AddressPrefix> addresses,
        Said said,
        Func<AddressPrefix, bool, ResponderResult?> judge,
        CancellationToken cancellationToken
    )
    {
        var after = addresses.Count == 0 ? [] : await ListAsync(cancellationToken).ConfigureAwait(false);
        return addresses.ToDictionary(
            static address => address,
            address => judge(address, after.Contains(address)) ?? ResponderResult.Failed(said.Why(address))
        );
    }

    private IEnumerable<string> Arguments(IEnumerable<string> rest) =>
        [.. permanent ? ["--permanent"] : Array.Empty<string>(), .. zone is not null ? [$"--zone={zone}"] : Array.Empty<string>(), .. rest];

    /// <summary>What firewall-cmd said of each rule; it answers 0 for several of which some are bad.</summary>
    private sealed class Said
    {
        private readonly Dictionary<AddressPrefix, string> _why = [];

        /// <summary>Those of which it said that nothing changed.</summary>
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

                var why = line is null && result.IsSuccess ? "firewall-cmd said success, and did nothing." : line;
                _why[address] = $"{address}: {why ?? FirewalldErrors.OfFirewallCmd.Explain(result)}";
            }
        }

        public string Why(AddressPrefix address) =>
            _why.GetValueOrDefault(address) ?? $"{address}: another program changed the rule meanwhile.";
    }
}
