namespace ActiveResponse.Alerts;

/// <summary>Why and where a record is no alert.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Position">Byte offset in the record, from 0.</param>
public readonly record struct AlertError(AlertErrorCause Cause, long Position)
{
    /// <summary>One sentence for people; the same for every error of a cause.</summary>
    public string Message =>
        Cause switch
        {
            AlertErrorCause.NotAnAlert => "The line is neither a JSON object nor part of an alerts.log block.",
            AlertErrorCause.NotJson => "The JSON is malformed or cut short.",
            AlertErrorCause.TooDeep => "The JSON is nested too deep.",
            AlertErrorCause.TooLong => "The record is longer than the limit.",
            AlertErrorCause.NoRule => "The record names no rule.",
            AlertErrorCause.MayBeLogText => "It is where alerts.log can have log text, so anybody may have written it.",
            AlertErrorCause.TooOld => "The alert is too old to act on.",
            AlertErrorCause.LevelNotANumber => "The rule's level isn't a whole number from 0 up.",
            _ => "The record isn't an alert.",
        };
}
