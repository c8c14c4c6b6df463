namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>The two rules at the head of the rule set that stop what the table holds.</summary>
/// <remarks>Those we make have a comment by which they are known again; those that a stock script or the administrator made do as
/// well.</remarks>
internal sealed class IpfwRules(string table, FirewallProgram program)
{
    private const string Number = "00001";
    private const string Mark = "active-response";

    private readonly string[] _bodies = [$"deny ip from table({table}) to any", $"deny ip from any to table({table})"];

    /// <summary>Makes those that are missing.</summary>
    /// <exception cref="FirewallException">ipfw won't.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        var there = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Select(WithoutComment).ToHashSet();
        foreach (var body in _bodies.Where(body => !there.Contains(body)))
        {
            string[] arguments = ["-q", "add", Number, .. body.Split(' '), "//", Mark];
            var done = await program.RunAsync(cancellationToken, arguments).ConfigureAwait(false);
            if (!done.IsSuccess)
            {
                throw new FirewallException($"The rule '{Number} {body}' can't be made. {program.Explain(done)}");
            }
        }
    }

    /// <summary>Takes away those we made.</summary>
    /// <exception cref="FirewallException">They can't be told from others of their number, by which alone ipfw deletes.</exception>
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
                $"Rules of others have the number {Number} too, and ipfw deletes by number: ours, with '// {Mark}', are left "
                    + "there. Without entries in the table they stop nothing."
            );
        }

        var done = await program.RunAsync(cancellationToken, "-q", "delete", Number).ConfigureAwait(false);
        if (!done.IsSuccess)
        {
            throw program.Error(done);
        }
    }

    private bool IsOurs(string rule) => _bodies.Any(body => rule == $"{body} // {Mark}");

    /// <summary>The rules of our number, without it.</summary>
    private async ValueTask<List<string>> ReadAsync(CancellationToken cancellationToken)
    {
        // All are listed: asked for one number, ipfw fails when there is none of it.
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
