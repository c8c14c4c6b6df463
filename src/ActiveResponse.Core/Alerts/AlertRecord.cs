namespace ActiveResponse.Alerts;

/// <summary>
/// One record of an alert stream: a line, or the lines of an <c>alerts.log</c> block. The parser decides whether it is an alert.
/// </summary>
public readonly record struct AlertRecord
{
    /// <summary>
    /// The record without its last newline; valid until the next record or batch is requested. Truncated if <see cref="Error"/> is set.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Number of its first line, from 1, counted from where reading of this file began.</summary>
    public long Line { get; init; }

    /// <summary>Byte offset just after it in the file or stream: where to resume once it is processed.</summary>
    public long EndOffset { get; init; }

    /// <summary>Set if the record was too long to keep; the parser passes it on.</summary>
    public AlertError? Error { get; init; }

    /// <summary>Where to resume once this record is processed; null unless it comes from a file.</summary>
    public AlertFilePosition? Position => File?.PositionAt(EndOffset);

    /// <summary>
    /// Where an <see cref="IResumableAlertSource"/> resumes once this record is processed, in its own text form of up to 1,000 characters.
    /// Null (the default): where the previous record says.
    /// </summary>
    public string? ResumeAt
    {
        get => _place as string;
        init => _place = value;
    }

    internal FollowedFile? File
    {
        get => _place as FollowedFile;
        init => _place = value;
    }

    // Holds either of the two, because records are very numerous.
    private readonly object? _place;
}
