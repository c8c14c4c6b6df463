namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>One block on its way: which firewall it was tried with, and what came of it.</summary>
internal sealed class DropAttempt(ResponderContext context)
{
    // Of thousands in a batch nearly none has any of these.
    private List<string>? _failures;
    private List<string>? _mayHold;
    private ResponderResult? _refusal;
    private ResponderResult? _failure;

    public ResponderContext Context => context;

    /// <summary>The result, once there is one that is final.</summary>
    public ResponderResult? Result { get; private set; }

    /// <summary>What a firewall said of it.</summary>
    public void Take(string firewall, ResponderResult result)
    {
        if (result.IsSuccess)
        {
            // A firewall that it may also be in is cleaned up with the others when it ends.
            var places = _mayHold is null && (context.Place is null || context.Place == firewall) ? firewall
                : FirewallPlaces.Write([.. FirewallPlaces.Read(context.Place), .. _mayHold ?? [], firewall]);
            Result = (result.Outcome, _failures) switch
            {
                // Not ours there, but perhaps ours elsewhere.
                (ActionOutcome.AlreadyApplied, _) when FirewallPlaces.Read(context.Place).Count == 0 && _mayHold is null => result,
                (_, null) => result with { Place = places },
                _ => ResponderResult.Applied($"by {firewall}; {string.Join("; ", _failures)}") with { Place = places },
            };
        }
        else if (result.Outcome == ActionOutcome.Refused)
        {
            _refusal ??= result;
        }
        else
        {
            _failure ??= result;
            (_failures ??= []).Add($"{firewall} failed: {result.Detail}");
            if (result.MayBeInPlace)
            {
                (_mayHold ??= []).Add(firewall);
            }
        }
    }

    /// <summary>No firewall is left to try.</summary>
    public ResponderResult Finish(string whyNone) => Result ??= this switch
    {
        { _failure: { } failure } when _failures is [_] => failure with { Place = Places() },
        { _failure: not null } => ResponderResult.Failed(string.Join("; ", _failures!), _mayHold is not null) with { Place = Places() },
        { _refusal: { } refusal } => refusal,
        _ => ResponderResult.Failed(whyNone),
    };

    private string? Places() => FirewallPlaces.Write([.. FirewallPlaces.Read(context.Place), .. _mayHold ?? []]);
}
