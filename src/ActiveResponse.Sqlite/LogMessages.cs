using Microsoft.Extensions.Logging;

namespace ActiveResponse.Sqlite;

/// <summary>All log messages of the store, with ids 5xx.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(501, LogLevel.Error, "Record {Id} of table '{Table}' in {File} can't be read; it is kept but ignored: {Why}")]
    public static partial void RecordUnreadable(this ILogger logger, string table, long id, string file, string why);

    [LoggerMessage(
        502,
        LogLevel.Critical,
        "State is kept in memory only and won't survive this process, because the store {File} can't be used: {Why}"
    )]
    public static partial void GoesOnInMemory(this ILogger logger, string file, string why);

    [LoggerMessage(
        503,
        LogLevel.Critical,
        "The damaged store was renamed to {Aside}, and an empty one was started; check the blocks it knew by hand: {Why}"
    )]
    public static partial void MovedAside(this ILogger logger, string aside, string why);

    [LoggerMessage(504, LogLevel.Warning, "The store {File} existed before and is gone; starting an empty one")]
    public static partial void StoreIsGone(this ILogger logger, string file);

    [LoggerMessage(
        506,
        LogLevel.Warning,
        "Another program has locked the store {File}: changes wait for it (lsof shows which program it is)"
    )]
    public static partial void StoreIsLocked(this ILogger logger, string file);

    [LoggerMessage(
        507,
        LogLevel.Critical,
        "The store {File} has changed: {Why}. It was recreated from memory: {Effects} effects, {Offenses} offenses; its "
            + "history is lost. {Aside}"
    )]
    public static partial void MadeAnew(this ILogger logger, string file, string why, int effects, int offenses, string aside);

    [LoggerMessage(
        508,
        LogLevel.Critical,
        "The store {File} has changed: {Why}. It can't be recreated; retried with each change: {Problem}"
    )]
    public static partial void NotMadeAnew(this ILogger logger, string file, string why, string problem);

    [LoggerMessage(509, LogLevel.Warning, "The lock file of the store {File} was gone or replaced, and was made and locked again")]
    public static partial void LockedAgain(this ILogger logger, string file);

    [LoggerMessage(505, LogLevel.Information, "The store {File} is open: {Effects} effects, {Offenses} offenses")]
    public static partial void StoreOpened(this ILogger logger, string file, int effects, int offenses);
}
