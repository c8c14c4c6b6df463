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

    /// <summary>Only entries at this time or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only entries before this time; null for all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether an entry is selected, ignoring the limit.</summary>
    /// <param name="entry">The entry.</param>
    public bool Matches(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (Since is null || entry.At >= Since) && (Until is null || entry.At < Until) && IsAbout(entry.Subject);
    }

    private bool IsAbout(Subject actual) =>
        Subject is not { } wanted
        || (
            (wanted.Address is null || wanted.Address == actual.Address)
            && (wanted.User is null || wanted.User == actual.User)
            && (wanted.File is null || wanted.File == actual.File)
        );
}
