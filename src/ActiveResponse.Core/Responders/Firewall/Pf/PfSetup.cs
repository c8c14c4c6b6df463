using System.Text.RegularExpressions;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>What the administrator must have set up for entries to have an effect: pf on, the table, and rules that block it.</summary>
/// <remarks>It is looked at and never made: <c>pf.conf</c> is the administrator's, and what stands only in the kernel is gone with the next
/// reload.</remarks>
internal sealed class PfSetup(string table, FirewallProgram program)
{
    private readonly Regex _stopsIn = Rule(table, "from");
    private readonly Regex _stopsOut = Rule(table, "to");

    /// <summary>What to add to pf.conf.</summary>
    public string Remedy =>
        $"Add these lines at the beginning of the rules in /etc/pf.conf and load it (pfctl -f /etc/pf.conf): "
        + $"table <{table}> persist | block in quick from <{table}> to any | block out quick from any to <{table}>";

    /// <summary>Checks whether entries have an effect.</summary>
    /// <returns>What an operator should know.</returns>
    /// <exception cref="FirewallException">They have none; the message says why.</exception>
    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        if (
            !(await ShowAsync("info", cancellationToken).ConfigureAwait(false)).Exists(static line =>
                line.StartsWith("Status: Enabled", StringComparison.Ordinal)
            )
        )
        {
            throw new FirewallException("pf is turned off: pfctl -e turns it on.");
        }

        if (!(await ShowAsync("Tables", cancellationToken).ConfigureAwait(false)).Contains(table))
        {
            throw new FirewallException($"pf has no table <{table}>. {Remedy}");
        }

        var rules = await ShowAsync("rules", cancellationToken).ConfigureAwait(false);
        if (!rules.Exists(_stopsIn.IsMatch))
        {
            throw new FirewallException($"No rule of pf blocks what comes from the table <{table}>. {Remedy}");
        }

        return rules.Exists(_stopsOut.IsMatch)
            ? $"pf: table <{table}> can be used."
            : $"pf: table <{table}> can be used; no rule blocks what goes to it. {Remedy}";
    }

    private async ValueTask<List<string>> ShowAsync(string what, CancellationToken cancellationToken) =>
        [.. FirewallProgram.Lines(await program.RequireListAsync(cancellationToken, "-s", what).ConfigureAwait(false))];

    // pfctl -v writes the number of addresses behind the name.
    private static Regex Rule(string table, string direction) =>
        new(
            $@"^block\b.*\b{direction} <{Regex.Escape(table)}(:[0-9*]+)?>(\s|$)",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
}
