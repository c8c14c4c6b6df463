namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>One block to lift from every firewall that holds it.</summary>
internal sealed class DropRevert(ResponderContext context)
{
    private readonly List<string> _failures = [];
    private bool _wasThere;

    public ResponderContext Context => context;

    /// <summary>Takes a firewall's result.</summary>
    public void Take(string firewall, ResponderResult result)
    {
        if (!result.IsSuccess)
        {
            _failures.Add($"{firewall}: {result.Detail}");
        }

        _wasThere |= result.Outcome == ActionOutcome.Lifted;
    }

    /// <summary>Notes that a firewall that holds it can't be used.</summary>
    public void CannotReach(string firewall, string why) => _failures.Add($"{firewall}, where it was made, can't be used: {why}");

    public ResponderResult Result =>
        this switch
        {
            { _failures.Count: > 0 } => ResponderResult.Failed(string.Join("; ", _failures)),
            { _wasThere: true } => ResponderResult.Lifted(),
            _ => ResponderResult.AlreadyLifted(),
        };
}
