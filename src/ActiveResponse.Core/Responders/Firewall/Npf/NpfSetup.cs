namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>Checks what makes entries effective: npf is on, the loaded configuration has the table, and rules block it.</summary>
internal sealed class NpfSetup(string table, FirewallProgram program)
{
    /// <summary>Whether the table takes networks, according to the last check.</summary>
    public bool TakesNetworks { get; private set; } = true;

    /// <summary>The lines to add to npf.conf.</summary>
    public string Remedy =>
        $"Add to /etc/npf.conf, the rules at the start of each group, and load it (npfctl reload): "
        + $"table <{table}> type lpm | block in final from <{table}> | block out final to <{table}>";

    /// <summary>Checks whether entries have an effect.</summary>
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">They have none; the message gives the reason.</exception>
    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [.. FirewallProgram.Lines(await program.RequireListAsync(cancellationToken, "show").ConfigureAwait(false))];
        if (
            !lines.Exists(static line =>
                line.StartsWith("# filtering:", StringComparison.Ordinal) && line.EndsWith("\tactive", StringComparison.Ordinal)
            )
        )
        {
            throw new FirewallException("npf is turned off. Turn it on (npfctl start).");
        }

        ReadType(lines);
        var name = $"<{table}>";
        if (!lines.Exists(line => Blocks(line, $"from {name}")))
        {
            throw new FirewallException($"no npf rule blocks traffic from the table {name}. {Remedy}");
        }

        if (!lines.Exists(line => Blocks(line, $"to {name}")))
        {
            return $"npf: table {name} can be used; no rule blocks traffic to it. {Remedy}";
        }

        return TakesNetworks ? $"npf: table {name} can be used." : $"npf: table {name} can be used, for single addresses only.";
    }

    private void ReadType(List<string> lines)
    {
        var definition = $"table <{table}> type ";
        if (lines.Find(line => line.StartsWith(definition, StringComparison.Ordinal)) is not { } found)
        {
            throw new FirewallException($"the loaded configuration of npf has no table <{table}>. {Remedy}");
        }

        var type = found[definition.Length..].Split(' ', 2)[0];
        TakesNetworks = type is "lpm" or "tree";
        if (type is "const" or "cdb")
        {
            throw new FirewallException($"the table <{table}> of npf is constant and can't be changed. {Remedy}");
        }
    }

    private static bool Blocks(string line, string what)
    {
        var at = line.IndexOf(what, StringComparison.Ordinal);
        return line.StartsWith("block ", StringComparison.Ordinal)
            && at > 0
            && line[at - 1] == ' '
            && (at + what.Length == line.Length || line[at + what.Length] == ' ');
    }
}
