namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>The two rules at the head of the rule set that block the table's addresses.</summary>
/// <remarks>Our rules are identified by a comment; equivalent ones by a stock script or the administrator suffice too.</remarks>
internal sealed class IpfwRules(string table, FirewallProgram program)
{
    private const string Number = "00001";
    private const string Mark = "active-response";

    private readonly string[] _bodies = [$"deny ip from table({table}) to any", $"deny ip from any to table({table})"];

    /// <summary>Creates the missing ones.</summary>
    /// <exception cref="FirewallException">ipfw refuses.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        var there = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Select(WithoutComment).ToHashSet();
        foreach (var body in _bodies.Where(body => !there.Contains(body)))
        {
            string[] arguments = ["-q", "add", Number, .. body.Split(' '), "//", Mark];
            var done = await program.RunAsync(cancellationToken, arguments).ConfigureAwait(false);
            if (!done.IsSuccess)
            {
                throw new FirewallException($"The rule '{Number} {body}' can't be added. {program.Explain(done)}");
            }
        }
    }

    /// <summary>Removes our rules.</summary>
    /// <exception cref="FirewallException">Other rules have the same number, by which alone ipfw deletes.</exception>
    public async ValueTask RemoveAsync(CancellationToken cancellationToken)
    {
        var there = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!there.Any(IsOurs))
        {
            return;
        }

        if (!there.All(IsOurs))
        {
            throw new FirewallException(
                $"Other rules have the number {Number} too, and ipfw deletes by number: ours, with '// {Mark}', stay. "
                    + "Without entries in the table they block nothing."
            );
        }

        var done = await program.RunAsync(cancellationToken, "-q", "delete", Number).ConfigureAwait(false);
        if (!done.IsSuccess)
        {
            throw program.Error(done);
        }
    }

    private bool IsOurs(string rule) => _bodies.Any(body => rule == $"{body} // {Mark}");

    /// <summary>The rules with our number, without the number.</summary>
    private async ValueTask<List<string>> ReadAsync(CancellationToken cancellationToken)
    {
        // Lists all rules: asked for a number that no rule has, ipfw fails.
        var listed = await program.RequireListAsync(cancellationToken, "list").ConfigureAwait(false);
        return
        [
            .. FirewallProgram
                .Lines(listed)
                .Where(static line => line.StartsWith(Number + " ", StringComparison.Ordinal))
                .Select(static line => line[(Number.Length + 1)..].Trim()),
        ];
    }

    private static string WithoutComment(string rule) => rule.Split(" //", 2)[0].TrimEnd();
}
