using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What became of a transaction.</summary>
internal readonly record struct NftablesRun
{
    private enum Kind
    {
        Done,
        Refused,
        Busy,
        Gone,
        Failed,
        TimedOut,
    }

    private readonly Kind _kind;

    private NftablesRun(Kind kind, string text) => (_kind, Text) = (kind, text);

    /// <summary>What went wrong and what helps; empty when nothing did.</summary>
    public string Text { get; } = "";

    public bool IsSuccess => _kind == Kind.Done;

    /// <summary>Whether it was judged and refused, so that it matters what was asked for.</summary>
    public bool IsRefusal => _kind is Kind.Refused or Kind.Busy or Kind.Gone;

    /// <summary>Whether the same may succeed if tried again.</summary>
    public bool IsPassing => _kind == Kind.Busy;

    /// <summary>Whether the table or a set of it was gone.</summary>
    public bool IsGone => _kind == Kind.Gone;

    public bool IsTimeout => _kind == Kind.TimedOut;

    public static NftablesRun Done() => new(Kind.Done, "");

    public static NftablesRun Refused(string text) => new(Kind.Refused, text);

    public static NftablesRun Busy(string text) => new(Kind.Busy, text);

    public static NftablesRun Gone(string text) => new(Kind.Gone, text);

    public static NftablesRun Failed(string text) => new(Kind.Failed, text);

    public static NftablesRun Of(CommandResult result) =>
        result switch
        {
            { IsSuccess: true } => Done(),
            _ when NftablesErrors.IsPassing(result) => Busy(NftablesErrors.Explain(result)),
            _ when NftablesErrors.IsRefusal(result) => Refused(NftablesErrors.Explain(result)),
            { Outcome: CommandOutcome.TimedOut } => new(Kind.TimedOut, NftablesErrors.Explain(result)),
            _ => Failed(NftablesErrors.Explain(result)),
        };
}
