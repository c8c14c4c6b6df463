using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Carries a plan out, and finds the addresses that netsh refuses by halving, so that the others land.</summary>
internal sealed class NetshWriter(NetshProgram program)
{
    // One bad address among five hundred takes 18 tries.
    private const int MostTries = 100;

    private readonly Dictionary<AddressPrefix, string> _errors = [];
    private string? _lastError;
    private int _tries;

    /// <summary>Why an address isn't in its rule.</summary>
    public string ErrorOf(AddressPrefix address) =>
        $"{address}: {_errors.GetValueOrDefault(address) ?? _lastError ?? "netsh said nothing."}";

    /// <summary>Writes one pair of rules.</summary>
    /// <param name="plan">What it is to hold.</param>
    /// <param name="isChanged">Asked after a refusal: whether the rules aren't what they were taken for, so that all is to be planned
    /// anew.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False if all is to be planned anew.</returns>
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
        var parts = new Stack<(int Start, int Count)>();
        Halve(parts, 0, plan.Added.Count);
        while (parts.TryPop(out var part) && _tries < MostTries)
        {
            List<AddressPrefix> wanted = [.. accepted, .. plan.Added.Skip(part.Start).Take(part.Count)];
            if (await TryAsync(plan.Rule, wanted, cancellationToken).ConfigureAwait(false))
            {
                accepted = wanted;
            }
            else if (part.Count == 1)
            {
                _errors[plan.Added[part.Start]] = _lastError!;
            }
            else
            {
                Halve(parts, part.Start, part.Count);
            }
        }

        // A refusal may have come between the inbound rule and the outbound one.
        await TryAsync(plan.Rule, accepted, cancellationToken).ConfigureAwait(false);
    }

    private static void Halve(Stack<(int Start, int Count)> parts, int start, int count)
    {
        if (count > 1)
        {
            parts.Push((start + (count / 2), count - (count / 2)));
        }

        if (count > 0)
        {
            parts.Push((start, Math.Max(1, count / 2)));
        }
    }

    private async ValueTask<bool> TryAsync(NetshRule rule, IReadOnlyList<AddressPrefix> addresses, CancellationToken cancellationToken)
    {
        if (await program.WriteAsync(rule, addresses, cancellationToken).ConfigureAwait(false) is not { } refusal)
        {
            return true;
        }

        _tries++;
        _lastError = FirewallRun.Explain(NetshProgram.Program, refusal);
        return false;
    }
}
