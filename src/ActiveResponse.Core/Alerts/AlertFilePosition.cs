using System.Globalization;

namespace ActiveResponse.Alerts;

/// <summary>
/// Position in an alert file at which to resume. The text form of <see cref="ToString"/> and <see cref="TryParse"/> may be stored.
/// </summary>
public sealed record AlertFilePosition
{
    /// <summary>Identity of the file on its file system (inode or file index, and device); without blanks.</summary>
    public required string FileId { get; init; }

    /// <summary>Byte offset to resume at.</summary>
    public required long Offset { get; init; }

    /// <summary>Number of leading bytes that <see cref="Fingerprint"/> covers; at most <see cref="Offset"/>.</summary>
    public required int FingerprintLength { get; init; }

    /// <summary>
    /// Hash of the file's first bytes, and short ones of parts of them: an inode may be reused, and a file can lose its end.
    /// </summary>
    public required string Fingerprint { get; init; }

    // Whatever a missing file contains later is new, whenever reading resumes.
    internal static AlertFilePosition NoFile { get; } =
        new()
        {
            FileId = "-",
            Offset = 0,
            FingerprintLength = 0,
            Fingerprint = "-",
        };

    /// <summary>Returns one line of text: <c>v1 fileid offset length fingerprint</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"v1 {FileId} {Offset} {FingerprintLength} {Fingerprint}");

    /// <summary>Parses the text of <see cref="ToString"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The position, or null if the text isn't one.</param>
    public static bool TryParse(string? text, out AlertFilePosition? position)
    {
        position = null;
        if (
            text?.Split(' ') is ["v1", { Length: > 0 } id, var offset, var length, { Length: > 0 } hash]
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var covered)
            && covered <= at
        )
        {
            position = new AlertFilePosition
            {
                FileId = id,
                Offset = at,
                FingerprintLength = covered,
                Fingerprint = hash,
            };
        }

        return position is not null;
    }
}
