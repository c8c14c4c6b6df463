namespace ActiveResponse.Alerts;

/// <summary>Why a record is no alert. Names are stable: they may be logged, counted and compared.</summary>
public enum AlertErrorCause
{
    /// <summary>Neither a JSON object (with or without a syslog header) nor an <c>alerts.log</c> block.</summary>
    NotAnAlert,

    /// <summary>It begins as a JSON object but isn't well-formed: truncated, text after its end, a bad token.</summary>
    NotJson,

    /// <summary>JSON nested deeper than <see cref="AlertParserOptions.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>Longer than the limit on a record's length.</summary>
    TooLong,

    /// <summary>It names no rule: neither id nor level.</summary>
    NoRule,

    /// <summary>The rule level isn't a whole number from 0 up.</summary>
    LevelNotANumber,

    /// <summary>
    /// A block or JSON object in <c>alerts.log</c> at a place where log text may be, so that anybody may have written it.
    /// </summary>
    MayBeLogText,

    /// <summary>The alert is too old to act on.</summary>
    TooOld,
}
