using System.Text.RegularExpressions;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>What the administrator must have set up for entries to have an effect: pf on, the table, and rules that block it.</summary>
/// <remarks>It is looked at and never made: <c>pf.conf</c> is the administrator's, and what stands only in the kernel is gone with the next
/// reload.</remarks>
internal sealed class PfSetup(string table, FilterProgram program)
{
    private readonly Regex _stopsIn = Rule(table, "from");
    private readonly Regex _stopsOut = Rule(table, "to");

    /// <summary>What to add to pf.conf.</summary>
    public string Remedy =>
        $"Add these lines at the beginning of the rules in /etc/pf.conf and load it (pfctl -f /etc/pf.conf): "
        + $"table <{table}> persist | block in quick from <{table}> to any | block out quick from any to <{table}>";

    /// <summary>Whether entries have an effect, and why not.</summary>
    public async ValueTask<FirewallProbe> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var info = await program.RequireListAsync(cancellationToken, "-s", "info").ConfigureAwait(false);
            if (!FilterProgram.Lines(info).Any(static line => line.StartsWith("Status: Enabled", StringComparison.Ordinal)))
            {
                return No("pf is turned off: pfctl -e turns it on.");
            }

            var tables = await program.RequireListAsync(cancellationToken, "-s", "Tables").ConfigureAwait(false);
            if (!FilterProgram.Lines(tables).Contains(table))
            {
                return No($"pf has no table <{table}>. {Remedy}");
            }

            var rules = FilterProgram
                .Lines(await program.RequireListAsync(cancellationToken, "-s", "rules").ConfigureAwait(false))
                .ToList();
            return (rules.Exists(_stopsIn.IsMatch), rules.Exists(_stopsOut.IsMatch)) switch
            {
                (false, _) => No($"No rule of pf blocks what comes from the table <{table}>. {Remedy}"),
                (_, false) => new FirewallProbe(
                    IsUsable: true,
                    $"pf: table <{table}> can be used; no rule blocks what goes to it. {Remedy}"
                ),
                _ => new FirewallProbe(IsUsable: true, $"pf: table <{table}> can be used."),
            };
        }
        catch (PacketFilterException e)
        {
            return No(e.Message);
        }
    }

    private static FirewallProbe No(string why) => new(IsUsable: false, why);

    // pfctl -v writes the number of addresses behind the name.
    private static Regex Rule(string table, string direction) =>
        new(
            $@"^block\b.*\b{direction} <{Regex.Escape(table)}(:[0-9*]+)?>(\s|$)",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
}
