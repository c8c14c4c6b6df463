namespace ActiveResponse.Processes;

/// <summary>Whether a program gave a line.</summary>
public enum LineStatus
{
    /// <summary>It gave one; the last line of its output may lack the line end.</summary>
    Line,

    /// <summary>Its output ended, or was given up, before a line.</summary>
    EndOfOutput,

    /// <summary>The line is longer than asked for, or than the cap on captured output.</summary>
    TooLong,

    /// <summary>None came in time.</summary>
    TimedOut,
}
