using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Which entries of the history are asked for.</summary>
public sealed record HistoryQuery
{
    /// <summary>At most so many, the newest. Default: 100. None when it isn't positive.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only entries whose subject has each part that is set here; null for all.</summary>
    /// <remarks>An address finds what acted on this address alone and on this address with a user; a network that covers it is another
    /// subject.</remarks>
    public Subject? Subject { get; init; }

    /// <summary>Whether an entry is asked for, leaving the limit aside.</summary>
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
