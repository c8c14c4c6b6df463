using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>What the administrator must have set up for entries to have an effect: npf on, the table in the loaded configuration, and rules
/// that block it.</summary>
internal sealed class NpfSetup(string table, FilterProgram program)
{
    /// <summary>Whether the table takes networks, as the configuration had it when last looked at.</summary>
    public bool TakesNetworks { get; private set; } = true;

    /// <summary>What to add to npf.conf.</summary>
    public string Remedy =>
        $"Add to /etc/npf.conf, the rules at the beginning of each group, and load it (npfctl reload): "
        + $"table <{table}> type lpm | block in final from <{table}> | block out final to <{table}>";

    /// <summary>Whether entries have an effect, and why not.</summary>
    public async ValueTask<FirewallProbe> CheckAsync(CancellationToken cancellationToken)
    {
        List<string> lines;
        try
        {
            lines = [.. FilterProgram.Lines(await program.RequireListAsync(cancellationToken, "show").ConfigureAwait(false))];
        }
        catch (PacketFilterException e)
        {
            return No(e.Message);
        }

        if (
            !lines.Exists(static line =>
                line.StartsWith("# filtering:", StringComparison.Ordinal) && line.EndsWith("\tactive", StringComparison.Ordinal)
            )
        )
        {
            return No("npf is turned off: npfctl start turns it on.");
        }

        var definition = $"table <{table}> type ";
        if (lines.Find(line => line.StartsWith(definition, StringComparison.Ordinal)) is not { } found)
        {
            return No($"the loaded configuration of npf has no table <{table}>. {Remedy}");
        }

        var type = found[definition.Length..].Split(' ', 2)[0];
        TakesNetworks = type is "lpm" or "tree";
        if (type is "const" or "cdb")
        {
            return No($"the table <{table}> of npf is constant and can't be changed. {Remedy}");
        }

        var name = $"<{table}>";
        return (lines.Exists(line => Blocks(line, $"from {name}")), lines.Exists(line => Blocks(line, $"to {name}"))) switch
        {
            (false, _) => No($"no rule of npf blocks what comes from the table {name}. {Remedy}"),
            (_, false) => new FirewallProbe(IsUsable: true, $"npf: table {name} can be used; no rule blocks what goes to it. {Remedy}"),
            _ => new FirewallProbe(IsUsable: true, $"npf: table {name} can be used{(TakesNetworks ? "" : ", for single addresses only")}."),
        };
    }

    private static bool Blocks(string line, string what)
    {
        var at = line.IndexOf(what, StringComparison.Ordinal);
        return line.StartsWith("block ", StringComparison.Ordinal)
            && at > 0
            && line[at - 1] == ' '
            && (at + what.Length == line.Length || line[at + what.Length] == ' ');
    }

    private static FirewallProbe No(string why) => new(IsUsable: false, why);
}
