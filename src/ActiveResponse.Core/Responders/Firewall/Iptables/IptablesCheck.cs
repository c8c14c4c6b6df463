namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Checks whether the iptables of one family supports what a frame needs, without changing anything.</summary>
internal static class IptablesCheck
{
    /// <summary>The reason why it doesn't, or null.</summary>
    public static async ValueTask<string?> WhyNotAsync(IptablesFrame frame, IptablesProgram program, CancellationToken cancellationToken)
    {
        try
        {
            var table = await program.ListAsync(cancellationToken).ConfigureAwait(false);
            frame.RequireOurs(table, program.Name);
            List<string> lines = table.Has(frame.Place.Chain) ? [] : [$":{frame.Place.Chain} - [0:0]"];
            var check = await program
                .CheckAsync(
                    IptablesScript.Of([.. lines, .. frame.Arm(table), .. frame.Head.Select(rule => $"-A {frame.Place.Chain} {rule}")]),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return check.IsSuccess || IptablesFailures.IsNoSet(check) ? null : program.Explain(check);
        }
        catch (FirewallException e)
        {
            return e.Message;
        }
    }
}
