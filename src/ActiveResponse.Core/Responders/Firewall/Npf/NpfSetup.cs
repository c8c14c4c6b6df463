namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>What the administrator must have set up for entries to have an effect: npf on, the table in the loaded configuration, and rules
/// that block it.</summary>
internal sealed class NpfSetup(string table, FirewallProgram program)
{
    /// <summary>Whether the table takes networks, as the configuration had it when last looked at.</summary>
    public bool TakesNetworks { get; private set; } = true;

    /// <summary>What to add to npf.conf.</summary>
    public string Remedy =>
        $"Add to /etc/npf.conf, the rules at the beginning of each group, and load it (npfctl reload): "
        + $"table <{table}> type lpm | block in final from <{table}> | block out final to <{table}>";

    /// <summary>Checks whether entries have an effect.</summary>
    /// <returns>What an operator should know.</returns>
    /// <exception cref="FirewallException">They have none; the message says why.</exception>
    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [.. FirewallProgram.Lines(await program.RequireListAsync(cancellationToken, "show").ConfigureAwait(false))];
        if (
            !lines.Exists(static line =>
                line.StartsWith("# filtering:", StringComparison.Ordinal) && line.EndsWith("\tactive", StringComparison.Ordinal)
            )
        )
        {
            throw new FirewallException("npf is turned off: npfctl start turns it on.");
        }

        ReadType(lines);
        var name = $"<{table}>";
        if (!lines.Exists(line => Blocks(line, $"from {name}")))
        {
            throw new FirewallException($"no rule of npf blocks what comes from the table {name}. {Remedy}");
        }

        return lines.Exists(line => Blocks(line, $"to {name}"))
            ? $"npf: table {name} can be used{(TakesNetworks ? "" : ", for single addresses only")}."
            : $"npf: table {name} can be used; no rule blocks what goes to it. {Remedy}";
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
