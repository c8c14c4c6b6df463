using System.Globalization;

namespace ActiveResponse.Alerts;

/// <summary>
/// A place in an alert file, to resume at. Its text form, of <see cref="ToString"/> and <see cref="TryParse"/>, may be stored.
/// </summary>
public sealed record AlertFilePosition
{
    /// <summary>Names the file on its file system (inode or file index, and device); without blanks.</summary>
    public required string FileId { get; init; }

    /// <summary>The byte to go on at.</summary>
    public required long Offset { get; init; }

    /// <summary>How many of the file's first bytes <see cref="Fingerprint"/> covers; at most <see cref="Offset"/>.</summary>
    public required int FingerprintLength { get; init; }

    /// <summary>A hash of the file's first bytes, and short ones of parts of them: an inode may be used again for another file, and a file
    /// can lose its end.</summary>
    public required string Fingerprint { get; init; }

    // What is written to a file that isn't there yet is new, whenever reading goes on.
    internal static AlertFilePosition NoFile { get; } =
        new()
        {
            FileId = "-",
            Offset = 0,
            FingerprintLength = 0,
            Fingerprint = "-",
        };

    /// <summary>One line of text: <c>v1 fileid offset length fingerprint</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"v1 {FileId} {Offset} {FingerprintLength} {Fingerprint}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The position, or null if the text is none.</param>
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
