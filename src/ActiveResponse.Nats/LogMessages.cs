using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats;

/// <summary>Every log message of a fleet, with its id: 7xx.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(701, LogLevel.Information, "Connected to the fleet's server, version {Version}")]
    public static partial void Connected(this ILogger logger, string version);

    [LoggerMessage(
        702,
        LogLevel.Warning,
        "The connection to the fleet's server is lost; what is in place stays until its end, and orders come when it is back"
    )]
    public static partial void ConnectionLost(this ILogger logger);

    [LoggerMessage(703, LogLevel.Warning, "The fleet's server can't be reached, which is tried again: {Why}")]
    public static partial void NotConnected(this ILogger logger, string why);

    [LoggerMessage(704, LogLevel.Warning, "The stream {Stream} can't be read by {Consumer}, which is tried again: {Why}")]
    public static partial void NotReading(this ILogger logger, string stream, string consumer, string why);

    [LoggerMessage(
        705,
        LogLevel.Error,
        "Message {Sequence} on {Subject} is refused ({Reason}): {Why}. The first of each reason is logged, then every thousandth"
    )]
    public static partial void MessageRefused(this ILogger logger, ulong sequence, string subject, string reason, string why);

    [LoggerMessage(706, LogLevel.Error, "Order {Sequence} for {Target} could not be taken, and comes again after a restart")]
    public static partial void OrderNotTaken(this ILogger logger, ulong sequence, string target, Exception exception);

    [LoggerMessage(707, LogLevel.Debug, "The agent's state could not be reported: {Why}")]
    public static partial void StateNotReported(this ILogger logger, string why);

    [LoggerMessage(
        708,
        LogLevel.Critical,
        "The stream {Stream} is not the one it was: {Why}. Epoch {Epoch} begins, and {Orders} orders that hold are published again"
    )]
    public static partial void EpochBegun(this ILogger logger, string stream, string why, string epoch, int orders);

    [LoggerMessage(
        709,
        LogLevel.Error,
        "The ledger {File} can't be written; orders that the server hasn't taken are lost if this process ends: {Why}"
    )]
    public static partial void LedgerNotWritten(this ILogger logger, string file, string why);

    [LoggerMessage(710, LogLevel.Warning, "{Count} lines of the ledger {File} can't be used and are left out")]
    public static partial void LedgerLinesLeftOut(this ILogger logger, int count, string file);

    [LoggerMessage(711, LogLevel.Warning, "An order on {Subject} could not be published, which is tried again: {Why}")]
    public static partial void NotPublished(this ILogger logger, string subject, string why);

    [LoggerMessage(712, LogLevel.Warning, "The streams of the fleet could not be made, which is tried again: {Why}")]
    public static partial void StreamsNotMade(this ILogger logger, string why);

    [LoggerMessage(713, LogLevel.Debug, "What has ended could not be removed from the stream, which is tried again: {Why}")]
    public static partial void NotRemoved(this ILogger logger, string why);

    [LoggerMessage(714, LogLevel.Warning, "The fleet's rules have changed: {Verb} {Network}")]
    public static partial void RuleTaken(this ILogger logger, string verb, string network);

    [LoggerMessage(715, LogLevel.Error, "What the fleet's allow list entry {Network} covers could not be lifted")]
    public static partial void NotLiftedForRule(this ILogger logger, string network, Exception exception);

    [LoggerMessage(
        717,
        LogLevel.Critical,
        "The budget of {Limit} new orders for all agents in a minute is spent: further ones are refused. Look at what fires"
    )]
    public static partial void AllBudgetSpent(this ILogger logger, int limit);

    [LoggerMessage(718, LogLevel.Error, "The order for all agents about {Subject} is given up: {Why}")]
    public static partial void CanaryFailed(this ILogger logger, string subject, string why);

    [LoggerMessage(716, LogLevel.Error, "The fleet's rules of an earlier run could not be read, which is tried again")]
    public static partial void RulesNotRead(this ILogger logger, Exception exception);
}
