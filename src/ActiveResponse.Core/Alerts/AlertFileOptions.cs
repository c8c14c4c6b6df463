namespace ActiveResponse.Alerts;

/// <summary>How an alert file is read.</summary>
public sealed record AlertFileOptions : AlertStreamOptions
{
    /// <summary>
    /// Whether to wait for more at the file's end, across rotation and truncation, and for a file that isn't there yet; else reading ends
    /// at the end of the file, whose last line needs no newline. Default true.
    /// </summary>
    public bool Follow { get; init; } = true;

    /// <summary>Whether to begin at the start of a file that is already there; else with what is appended from now on. Default
    /// false.</summary>
    public bool FromStart { get; init; }

    /// <summary>
    /// Whether the engine goes on where an earlier run stopped, as far as a durable store knows that. Default true.
    /// It goes before <see cref="FromStart"/>.
    /// </summary>
    public bool Resume { get; init; } = true;

    /// <summary>
    /// Where an earlier run stopped, or null. If the file is no longer the one it names, the rotated one is looked for in its folder, two
    /// levels deep, and read to its end first; if that isn't there, reading begins at the start of the one there is. It goes before
    /// <see cref="Resume"/> and <see cref="FromStart"/>.
    /// </summary>
    public AlertFilePosition? StartAt { get; init; }

    /// <summary>Whether the system is asked to tell of changes too, so that an alert is read at once and not at the next look. Default
    /// true.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>How often the file is looked at while nothing comes; more than zero. Default 250 ms.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    internal override void Check()
    {
        base.Check();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PollInterval, TimeSpan.Zero, nameof(PollInterval));
    }
}
