namespace ActiveResponse.Processes;

/// <summary>Whether a program wrote a line.</summary>
public enum LineStatus
{
    /// <summary>A line; the last one may lack its line end.</summary>
    Line,

    /// <summary>Output ended, or was abandoned, before a line.</summary>
    EndOfOutput,

    /// <summary>The line exceeds the requested length, or the cap on captured output.</summary>
    TooLong,

    /// <summary>No line came in time.</summary>
    TimedOut,
}
