namespace ActiveResponse.Alerts;

/// <summary>One record of an alert stream: a line, or the lines of an <c>alerts.log</c> block. Whether it is an alert, the parser
/// says.</summary>
public readonly record struct AlertRecord
{
    /// <summary>The record without its last newline; good until the next record or batch is asked for. Cut when <see cref="Error"/> is
    /// set.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The number of its first line, from 1, counted from where reading of this file began.</summary>
    public long Line { get; init; }

    /// <summary>The byte offset in the file or stream just after it: where to resume once it is dealt with.</summary>
    public long EndOffset { get; init; }

    /// <summary>Set when the record was too long to keep; the parser passes it on.</summary>
    public AlertError? Error { get; init; }

    /// <summary>Where to resume once this record is dealt with; null unless it comes from a file.</summary>
    public AlertFilePosition? Position => File?.PositionAt(EndOffset);

    /// <summary>
    /// Where an <see cref="IResumableAlertSource"/> resumes once this record is dealt with, in a text of its own, up to 1,000 characters.
    /// Null (the default): where the record before it says.
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

    // One of the two: there are very many records.
    private readonly object? _place;
}
