using ActiveResponse.Diagnostics;

namespace ActiveResponse.Alerts;

/// <summary>Options for reading an alert file.</summary>
public sealed record AlertFileOptions : AlertStreamOptions
{
    /// <summary>
    /// Whether to wait for more at the end of the file, across rotation and truncation, and for a missing file. If not, reading ends at the
    /// end of the file, whose last line needs no newline. Default true.
    /// </summary>
    public bool Follow { get; init; } = true;

    /// <summary>Whether to begin at the start of an existing file; if not, only with what is appended from now on. Default false.</summary>
    public bool FromStart { get; init; }

    /// <summary>
    /// Whether the engine resumes where an earlier run stopped, if a durable store has the position. Default true. Takes precedence over
    /// <see cref="FromStart"/>.
    /// </summary>
    public bool Resume { get; init; } = true;

    /// <summary>
    /// Position at which an earlier run stopped, or null. If the file isn't the one it names, the rotated one is searched for in its
    /// folder, two levels deep, and read first; without it, reading begins at the start of the current file. Takes precedence over
    /// <see cref="Resume"/> and <see cref="FromStart"/>.
    /// </summary>
    public AlertFilePosition? StartAt { get; init; }

    /// <summary>
    /// Whether to use the system's change notifications too, so that an alert is read at once and not at the next poll. Default true.
    /// </summary>
    public bool Watch { get; init; } = true;

    /// <summary>How often the file is polled while nothing arrives; more than zero. Default 250 ms.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    private protected override void Validate(OptionsValidation validation)
    {
        base.Validate(validation);
        validation.Require(PollInterval > TimeSpan.Zero, "PollInterval must be more than 0");
    }
}
