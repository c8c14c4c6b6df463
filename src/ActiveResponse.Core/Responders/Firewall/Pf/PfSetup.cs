using System.Text.RegularExpressions;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Checks what makes entries effective: pf is on, the table exists, and rules block it.</summary>
/// <remarks>It is checked and never created: <c>pf.conf</c> is the administrator's, and rules in the kernel alone are lost with the next
/// reload.</remarks>
internal sealed class PfSetup(string table, FirewallProgram program)
{
    private readonly Regex _stopsIn = Rule(table, "from");
    private readonly Regex _stopsOut = Rule(table, "to");

    /// <summary>The lines to add to pf.conf.</summary>
    public string Remedy =>
        $"Add these lines at the beginning of the rules in /etc/pf.conf and load it (pfctl -f /etc/pf.conf): "
        + $"table <{table}> persist | block in quick from <{table}> to any | block out quick from any to <{table}>";

    /// <summary>Checks whether entries have an effect.</summary>
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">They have none; the message gives the reason.</exception>
    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        if (
            !(await ShowAsync("info", cancellationToken).ConfigureAwait(false)).Exists(static line =>
                line.StartsWith("Status: Enabled", StringComparison.Ordinal)
            )
        )
        {
            throw new FirewallException("pf is turned off. Turn it on (pfctl -e).");
        }

        if (!(await ShowAsync("Tables", cancellationToken).ConfigureAwait(false)).Contains(table))
        {
            throw new FirewallException($"pf has no table <{table}>. {Remedy}");
        }

        var rules = await ShowAsync("rules", cancellationToken).ConfigureAwait(false);
        if (!rules.Exists(_stopsIn.IsMatch))
        {
            throw new FirewallException($"no pf rule blocks traffic from the table <{table}>. {Remedy}");
        }

        return rules.Exists(_stopsOut.IsMatch)
            ? $"pf: table <{table}> can be used."
            : $"pf: table <{table}> can be used; no rule blocks traffic to it. {Remedy}";
    }

    private async ValueTask<List<string>> ShowAsync(string what, CancellationToken cancellationToken) =>
        [.. FirewallProgram.Lines(await program.RequireListAsync(cancellationToken, "-s", what).ConfigureAwait(false))];

    // pfctl -v writes the number of addresses after the name.
    private static Regex Rule(string table, string direction) =>
        new(
            $@"^block\b.*\b{direction} <{Regex.Escape(table)}(:[0-9*]+)?>(\s|$)",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
}
