using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Carries out a plan, and finds the addresses that netsh refuses, so the others succeed.</summary>
internal sealed class NetshWriter(NetshProgram program)
{
    // Finding one bad address among five hundred takes 9; all rules share the tries, as each is a program run.
    private const int MostTries = 85;

    private readonly Dictionary<AddressPrefix, string> _errors = [];
    private string? _lastError;
    private int _tries;

    /// <summary>The reason why an address isn't in its rule.</summary>
    public string ErrorOf(AddressPrefix address) =>
        _errors.GetValueOrDefault(address) ?? $"{address}: {_lastError ?? "netsh printed no error."}";

    /// <summary>Writes one pair of rules.</summary>
    /// <param name="plan">Its planned content.</param>
    /// <param name="isChanged">Called after a refusal: whether the rules have changed and must be planned again.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>False if everything must be planned again.</returns>
    public async ValueTask<bool> WriteAsync(NetshPlan plan, Func<NetshRule, ValueTask<bool>> isChanged, CancellationToken cancellationToken)
    {
        if (await TryAsync(plan.Rule, [.. plan.Kept, .. plan.Added], cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (await isChanged(plan.Rule).ConfigureAwait(false))
        {
            return false;
        }

        if (await TryAsync(plan.Rule, plan.Kept, cancellationToken).ConfigureAwait(false))
        {
            await SplitAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask SplitAsync(NetshPlan plan, CancellationToken cancellationToken)
    {
        List<AddressPrefix> accepted = [.. plan.Kept];
        var split = new FirewallSplit(RunAsync) { MostRefusals = Math.Max(1, MostTries - _tries) };
        FirewallChange[] changes =
        [
            .. plan.Added.Select(static address => new FirewallChange(new FirewallEntry(address, null), Blocks: true)),
        ];
        foreach (var (change, result) in changes.Zip(await split.RunAsync(changes, isRefused: true).ConfigureAwait(false)))
        {
            if (!result.IsSuccess)
            {
                _errors[change.Address] = result.Detail!;
            }
        }

        // The refusal may have come between the inbound and the outbound rule.
        await TryAsync(plan.Rule, accepted, cancellationToken).ConfigureAwait(false);

        async ValueTask<FirewallAttempt> RunAsync(IReadOnlyList<FirewallChange> part)
        {
            List<AddressPrefix> wanted = [.. accepted, .. part.Select(static change => change.Address)];
            if (!await TryAsync(plan.Rule, wanted, cancellationToken).ConfigureAwait(false))
            {
                return FirewallAttempt.Refused(_lastError!);
            }

            accepted = wanted;
            return FirewallAttempt.Done();
        }
    }

    private async ValueTask<bool> TryAsync(NetshRule rule, IReadOnlyList<AddressPrefix> addresses, CancellationToken cancellationToken)
    {
        if (await program.WriteAsync(rule, addresses, cancellationToken).ConfigureAwait(false) is not { } refusal)
        {
            return true;
        }

        _tries++;
        _lastError = program.Program.Explain(refusal);
        return false;
    }
}
