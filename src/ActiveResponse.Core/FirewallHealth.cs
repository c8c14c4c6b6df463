using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Selection;

namespace ActiveResponse;

/// <summary>Checks which firewall is used, and which others could be.</summary>
internal sealed class FirewallHealth(ResponderBinding binding) : IHealthSource
{
    public async ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        foreach (var drop in binding.Registered.OfType<FirewallDropResponder>())
        {
            var standing = await drop.Selection.StandingAsync(cancellationToken).ConfigureAwait(false);
            var chosen = standing.FirstOrDefault(static firewall => firewall.IsChosen);
            findings.Add(
                new HealthFinding("firewall", chosen is not null, chosen is null ? "none can be used" : $"{chosen.Name}: {chosen.Reason}")
            );

            // Firewalls that weren't chosen may be missing.
            findings.AddRange(
                standing
                    .Where(static firewall => !firewall.IsChosen)
                    .Select(static other => new HealthFinding(
                        $"firewall {other.Name}",
                        IsFine: true,
                        other.IsUsable ? "could be used too" : $"not used: {other.Reason}"
                    ))
            );
        }

        return findings;
    }
}
