namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>One block in progress: the firewalls tried and their results.</summary>
internal sealed class DropAttempt(ResponderContext context)
{
    // Of thousands in a batch, hardly any has one of these.
    private List<string>? _failures;
    private List<string>? _mayHold;
    private ResponderResult? _refusal;
    private ResponderResult? _failure;

    public ResponderContext Context => context;

    /// <summary>The final result, once there is one.</summary>
    public ResponderResult? Result { get; private set; }

    /// <summary>Takes a firewall's result.</summary>
    public void Take(IFirewallBackend firewall, ResponderResult result)
    {
        if (result.IsSuccess)
        {
            var known = EffectPlaces.Read(context.Place);
            Result = (result.Outcome, _failures) switch
            {
                // Not ours there, but perhaps elsewhere.
                (ActionOutcome.AlreadyApplied, _) when known.Count == 0 && _mayHold is null => result,
                (_, null) => result with { Place = Places(firewall, result) },
                _ => ResponderResult.Applied($"by {firewall.Name}; {string.Join("; ", _failures)}") with
                {
                    Place = Places(firewall, result),
                },
            };
        }
        else if (result.Outcome == ActionOutcome.Refused)
        {
            _refusal ??= result;
        }
        else
        {
            _failure ??= result;
            (_failures ??= []).Add($"{firewall.Name} failed: {result.Detail}");
            if (result.MayBeInPlace)
            {
                (_mayHold ??= []).Add(PlaceOf(firewall, result));
            }
        }
    }

    /// <summary>Returns the result after all firewalls were tried.</summary>
    public ResponderResult Finish(string whyNone) =>
        Result ??= this switch
        {
            { _failure: { } failure } when _failures is [_] => failure with { Place = Places() },
            { _failure: not null } => ResponderResult.Failed(string.Join("; ", _failures!), _mayHold is not null) with { Place = Places() },
            { _refusal: { } refusal } => refusal,
            _ => ResponderResult.Failed(whyNone),
        };

    // Another firewall that may hold it too is cleaned up when the block ends. A place that an early version recorded by name alone is now
    // recorded in full.
    private string? Places(IFirewallBackend firewall, ResponderResult result)
    {
        var place = PlaceOf(firewall, result);
        var known = EffectPlaces.Read(context.Place);
        return _mayHold is null && (known.Count == 0 || (known.Count == 1 && firewall.IsAt(known[0])))
            ? place
            : EffectPlaces.Write([.. known.Where(one => one == place || !EffectPlaces.IsSame(one, place)), .. _mayHold ?? [], place]);
    }

    private static string PlaceOf(IFirewallBackend firewall, ResponderResult result) => result.Place ?? EffectPlaces.NameOf(firewall.Place);

    private string? Places() => EffectPlaces.Write([.. EffectPlaces.Read(context.Place), .. _mayHold ?? []]);
}
