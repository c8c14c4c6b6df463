using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats;

/// <summary>The log messages of a fleet, with ids 7xx.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(701, LogLevel.Information, "Connected to the fleet's server, version {Version}")]
    public static partial void Connected(this ILogger logger, string version);

    [LoggerMessage(
        702,
        LogLevel.Warning,
        "Lost the connection to the fleet's server; effects in place stay until they end, and pending orders arrive after the reconnect"
    )]
    public static partial void ConnectionLost(this ILogger logger);

    [LoggerMessage(703, LogLevel.Warning, "Can't connect to the fleet's server; retrying: {Why}")]
    public static partial void NotConnected(this ILogger logger, string why);

    [LoggerMessage(704, LogLevel.Warning, "Can't read the stream {Stream} with the consumer {Consumer}; retrying: {Why}")]
    public static partial void NotReading(this ILogger logger, string stream, string consumer, string why);

    [LoggerMessage(
        705,
        LogLevel.Error,
        "Refused message {Sequence} on {Subject} ({Reason}): {Why}. For each reason, the first and then every thousandth is logged"
    )]
    public static partial void MessageRefused(this ILogger logger, ulong sequence, string subject, string reason, string why);

    [LoggerMessage(706, LogLevel.Error, "Could not process order {Sequence} for {Target}; it is read again after a restart")]
    public static partial void OrderNotTaken(this ILogger logger, ulong sequence, string target, Exception exception);

    [LoggerMessage(707, LogLevel.Debug, "Could not report the agent's state: {Why}")]
    public static partial void StateNotReported(this ILogger logger, string why);

    [LoggerMessage(
        708,
        LogLevel.Critical,
        "The stream {Stream} was replaced or lost messages: {Why}. Starting epoch {Epoch} and republishing {Orders} orders in force"
    )]
    public static partial void EpochBegun(this ILogger logger, string stream, string why, string epoch, int orders);

    [LoggerMessage(
        709,
        LogLevel.Error,
        "Can't write the ledger {File}; orders that the server hasn't acknowledged are lost if this process ends: {Why}"
    )]
    public static partial void LedgerNotWritten(this ILogger logger, string file, string why);

    [LoggerMessage(710, LogLevel.Warning, "Skipped {Count} unusable lines of the ledger {File}")]
    public static partial void LedgerLinesLeftOut(this ILogger logger, int count, string file);

    [LoggerMessage(711, LogLevel.Warning, "Could not publish an order on {Subject}; retrying: {Why}")]
    public static partial void NotPublished(this ILogger logger, string subject, string why);

    [LoggerMessage(712, LogLevel.Warning, "Could not create the fleet's streams; retrying: {Why}")]
    public static partial void StreamsNotMade(this ILogger logger, string why);

    [LoggerMessage(713, LogLevel.Debug, "Could not remove expired orders from the stream; retrying: {Why}")]
    public static partial void NotRemoved(this ILogger logger, string why);

    [LoggerMessage(714, LogLevel.Warning, "The fleet's rules changed: {Verb} {Network}")]
    public static partial void RuleTaken(this ILogger logger, string verb, string network);

    [LoggerMessage(715, LogLevel.Error, "Could not lift the effects that the fleet's allow list entry {Network} covers")]
    public static partial void NotLiftedForRule(this ILogger logger, string network, Exception exception);

    [LoggerMessage(
        717,
        LogLevel.Critical,
        "The budget of {Limit} new orders for all agents in a minute is used up: more are refused. Check which responses fire"
    )]
    public static partial void AllBudgetSpent(this ILogger logger, int limit);

    [LoggerMessage(718, LogLevel.Error, "Gave up the order for all agents about {Subject}: {Why}")]
    public static partial void CanaryFailed(this ILogger logger, string subject, string why);

    [LoggerMessage(716, LogLevel.Error, "Could not read the fleet's rules of an earlier run; retrying")]
    public static partial void RulesNotRead(this ILogger logger, Exception exception);
}
