namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Looks whether the iptables of one family can do what a frame needs, without changing anything.</summary>
internal static class IptablesCheck
{
    /// <summary>Why it can't, or null if it can.</summary>
    public static async ValueTask<string?> WhyNotAsync(IptablesFrame frame, IptablesProgram program, CancellationToken cancellationToken)
    {
        try
        {
            var table = await program.ListAsync(cancellationToken).ConfigureAwait(false);
            if (frame.IsForeign(table))
            {
                return $"The chain {frame.Place.Chain} of {program.Name} is there and not ours. Set another name for ours.";
            }

            List<string> lines = table.Has(frame.Place.Chain) ? [] : [$":{frame.Place.Chain} - [0:0]"];
            var check = await program
                .CheckAsync(
                    IptablesScript.Of([.. lines, .. frame.Arm(table), .. frame.Head.Select(rule => $"-A {frame.Place.Chain} {rule}")]),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return check.IsSuccess || IptablesErrors.SaysNoSet(check) ? null : program.Explain(check);
        }
        catch (IptablesException e)
        {
            return e.Message;
        }
    }
}
