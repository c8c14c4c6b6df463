using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>The outcome of one run for several changes.</summary>
internal readonly record struct FirewallAttempt
{
    private enum Kind
    {
        Done,
        Refused,
        Busy,
        Gone,
        Failed,
        CutOff,
        TimedOut,
    }

    private readonly Kind _kind;

    private FirewallAttempt(Kind kind, string text) => (_kind, Text) = (kind, text);

    /// <summary>The cause and the remedy; empty for a success.</summary>
    public string Text { get; } = "";

    public bool IsSuccess => _kind == Kind.Done;

    /// <summary>Whether the changes were refused, so some of them may succeed alone.</summary>
    public bool IsRefusal => _kind is Kind.Refused or Kind.Busy or Kind.Gone;

    /// <summary>Whether another try may succeed.</summary>
    public bool IsPassing => _kind == Kind.Busy;

    /// <summary>Whether the table or set to change was gone.</summary>
    public bool IsGone => _kind == Kind.Gone;

    public static FirewallAttempt Done() => new(Kind.Done, "");

    public static FirewallAttempt Refused(string text) => new(Kind.Refused, text);

    public static FirewallAttempt Busy(string text) => new(Kind.Busy, text);

    public static FirewallAttempt Gone(string text) => new(Kind.Gone, text);

    public static FirewallAttempt Failed(string text) => new(Kind.Failed, text);

    /// <summary>Converts the result of a program's run.</summary>
    /// <param name="result">The run.</param>
    /// <param name="explain">Explains a failure.</param>
    /// <param name="isPassing">Whether a refusal may be temporary; null for never.</param>
    public static FirewallAttempt Of(CommandResult result, Func<CommandResult, string> explain, Func<CommandResult, bool>? isPassing = null)
    {
        if (result.IsSuccess)
        {
            return Done();
        }

        var kind = result switch
        {
            { Outcome: CommandOutcome.TimedOut } => Kind.TimedOut,
            _ when result.IsRefusal() => isPassing?.Invoke(result) == true ? Kind.Busy : Kind.Refused,
            _ when result.WasCutOff() => Kind.CutOff,
            _ => Kind.Failed,
        };
        return new FirewallAttempt(kind, explain(result));
    }

    /// <summary>The result of a change that this attempt failed to make.</summary>
    /// <param name="change">The change to name in the text, or null where the failure isn't about one change.</param>
    public ResponderResult ToResult(FirewallChange? change = null)
    {
        var why = change is { } one ? $"{one.Address}: {Text}" : Text;
        return _kind == Kind.TimedOut ? ResponderResult.TimedOut(why) : ResponderResult.Failed(why, mayBeInPlace: _kind == Kind.CutOff);
    }
}
