using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>Logs which firewall is chosen and why, whenever that changes.</summary>
internal sealed class SelectionLog(string name, ILogger logger)
{
    private string _logged = "";

    /// <summary>Logs the choice if it differs from the last one.</summary>
    public void Log(ImmutableArray<SelectionCandidate> candidates)
    {
        // Firewalls that new blocks don't go to are mentioned with the others, but don't cause a log entry.
        var chosen = candidates.FirstOrDefault(static candidate => candidate.IsUsable && candidate.TakesNew);
        var others = Unusable(candidates, static candidate => candidate.ProbedAt is not null);
        var summary = $"{chosen?.Backend.Name} {Unusable(candidates, static candidate => candidate.TakesNew)}";
        if (summary == _logged || candidates.Any(static candidate => candidate is { TakesNew: true, ProbedAt: null }))
        {
            return;
        }

        _logged = summary;
        if (chosen is null)
        {
            logger.NoFirewall(name, others);
        }
        else
        {
            logger.FirewallChosen(name, chosen.Backend.Name, chosen.Reason, DescribeOthers(candidates, others));
        }
    }

    private static string DescribeOthers(ImmutableArray<SelectionCandidate> candidates, string unusable)
    {
        if (unusable.Length > 0)
        {
            return $"unusable: {unusable}";
        }

        return candidates.All(static candidate => candidate.ProbedAt is not null) ? "all others could be used too" : "no other may be used";
    }

    private static string Unusable(ImmutableArray<SelectionCandidate> candidates, Func<SelectionCandidate, bool> which) =>
        string.Join(
            "; ",
            candidates
                .Where(candidate => !candidate.IsUsable && which(candidate))
                .Select(static candidate => $"{candidate.Backend.Name}: {candidate.Reason}")
        );
}
