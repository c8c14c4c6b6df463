using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Selects entries of the history.</summary>
public sealed record HistoryQuery
{
    /// <summary>Maximum number of entries, newest first. Default: 100. None if not positive.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only entries whose subject has each part set here; null for all.</summary>
    /// <remarks>
    /// An address finds actions on this address alone and on this address with a user; a network that contains it is another subject.
    /// </remarks>
    public Subject? Subject { get; init; }

    /// <summary>Whether an entry is selected, ignoring the limit.</summary>
    /// <param name="entry">The entry.</param>
    public bool Matches(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Subject is not { } wanted
            || (
                (wanted.Address is null || wanted.Address == entry.Subject.Address)
                && (wanted.User is null || wanted.User == entry.Subject.User)
                && (wanted.File is null || wanted.File == entry.Subject.File)
            );
    }
}
