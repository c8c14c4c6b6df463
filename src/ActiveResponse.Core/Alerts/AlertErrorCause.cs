namespace ActiveResponse.Alerts;

/// <summary>Why a record is no alert. The names are stable: they may be logged, counted and compared.</summary>
public enum AlertErrorCause
{
    /// <summary>Neither a JSON object (with or without a syslog header before it) nor an <c>alerts.log</c> block.</summary>
    NotAnAlert,

    /// <summary>It starts as a JSON object and isn't well-formed: cut short, text after its end, a bad token.</summary>
    NotJson,

    /// <summary>JSON nested deeper than <see cref="AlertParserOptions.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>Longer than the limit on a record's length.</summary>
    TooLong,

    /// <summary>Nothing in it names a rule: no id and no level.</summary>
    NoRule,

    /// <summary>The rule's level is no whole number from 0 up.</summary>
    LevelNotANumber,

    /// <summary>A block or JSON object in <c>alerts.log</c> that stands where a log text can stand, too: anybody may have written
    /// it.</summary>
    MayBeLogText,

    /// <summary>The alert is older than is still acted on.</summary>
    TooOld,
}
