using Microsoft.Extensions.Logging;

namespace ActiveResponse.Diagnostics;

/// <summary>All log messages and their ids. Ids are stable: 1xx intake and configuration, 2xx guards, 3xx execution, 4xx timeouts and
/// recovery, 6xx plug-ins. The SQLite store has 5xx.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(201, LogLevel.Error, "'{Name}' was never resolved, so it protects nothing until it is; logged once until then")]
    public static partial void NameUnresolved(this ILogger logger, string name);

    [LoggerMessage(203, LogLevel.Warning, "'{Name}' can no longer be resolved; its last addresses stay protected")]
    public static partial void NameKeptAsItWas(this ILogger logger, string name);

    [LoggerMessage(204, LogLevel.Information, "'{Name}' now resolves to {Addresses}")]
    public static partial void NameResolved(this ILogger logger, string name, string addresses);

    [LoggerMessage(
        205,
        LogLevel.Error,
        "Response '{Response}' has used up its budget of {Limit} new blocks per minute; more are refused, except for repeat offenders"
    )]
    public static partial void BudgetUsedUp(this ILogger logger, string response, int limit);

    [LoggerMessage(206, LogLevel.Warning, "The kill switch {File} exists: nothing new is done; what is in place ends on time")]
    public static partial void KillSwitchOn(this ILogger logger, string file);

    [LoggerMessage(207, LogLevel.Warning, "The kill switch {File} is gone: orders are carried out again")]
    public static partial void KillSwitchOff(this ILogger logger, string file);

    [LoggerMessage(208, LogLevel.Warning, "The {What} of this host can't be read; those known so far stay protected")]
    public static partial void NetworkUnreadable(this ILogger logger, string what, Exception exception);

    [LoggerMessage(209, LogLevel.Error, "Blocks that the allow list now covers couldn't be lifted; retried when it changes")]
    public static partial void AllowedNotLifted(this ILogger logger, Exception exception);

    [LoggerMessage(301, LogLevel.Error, "Responder '{Responder}' threw")]
    public static partial void ResponderThrew(this ILogger logger, string responder, Exception exception);

    [LoggerMessage(303, LogLevel.Error, "A batch of '{Responder}' failed as a whole")]
    public static partial void BatchFailed(this ILogger logger, string responder, Exception exception);

    [LoggerMessage(EventId = 304, Message = "{Verb} {Responder} {Subject} by {Response} (rule {Rule}, alert {Alert}): {Outcome} {Detail}")]
    public static partial void Executed(
        this ILogger logger,
        LogLevel level,
        string verb,
        string responder,
        string subject,
        string response,
        uint rule,
        string alert,
        string outcome,
        string? detail
    );

    [LoggerMessage(305, LogLevel.Warning, "The queue of '{Responder}' is full; orders are dropped")]
    public static partial void QueueFull(this ILogger logger, string responder);

    [LoggerMessage(
        309,
        LogLevel.Warning,
        "'{Responder}' has stalled with {Waiting} orders waiting: others continue, up to {More} more may wait, and further ones are dropped"
    )]
    public static partial void QueueStalled(this ILogger logger, string responder, int waiting, int more);

    [LoggerMessage(306, LogLevel.Warning, "Old offenses couldn't be deleted; retried later")]
    public static partial void PruningFailed(this ILogger logger, Exception exception);

    [LoggerMessage(307, LogLevel.Information, "'{Responder}' uses {Firewall} ({Why}); {Others}")]
    public static partial void FirewallChosen(this ILogger logger, string responder, string firewall, string why, string others);

    [LoggerMessage(308, LogLevel.Error, "'{Responder}' has no usable firewall and blocks nothing: {Others}")]
    public static partial void NoFirewall(this ILogger logger, string responder, string others);

    [LoggerMessage(401, LogLevel.Warning, "On stop {Subject} of '{Responder}' stays in place: {Why}")]
    public static partial void StaysAfterStop(this ILogger logger, string responder, string subject, string why);

    [LoggerMessage(402, LogLevel.Information, "Found {Count} entries of an earlier run in '{Responder}'; they end on time")]
    public static partial void Adopted(this ILogger logger, string responder, int count);

    [LoggerMessage(403, LogLevel.Error, "Entries of an earlier run in '{Responder}' can't be listed")]
    public static partial void AdoptionFailed(this ILogger logger, string responder, Exception exception);

    [LoggerMessage(404, LogLevel.Error, "The revert of {Subject} of '{Responder}' couldn't be queued; retried soon")]
    public static partial void EndNotQueued(this ILogger logger, string responder, string subject, Exception exception);

    [LoggerMessage(405, LogLevel.Warning, "The stop deadline of {Seconds} s has passed; queued work is abandoned")]
    public static partial void StopDeadlinePassed(this ILogger logger, double seconds);

    [LoggerMessage(
        406,
        LogLevel.Warning,
        "{Missing} of {Count} entries are gone from '{Responder}' or would end too early; restoring them"
    )]
    public static partial void Drifted(this ILogger logger, string responder, int missing, int count);

    [LoggerMessage(407, LogLevel.Error, "Entries of '{Responder}' can't be listed; until they can, missing ones go unnoticed")]
    public static partial void DriftCheckFailed(this ILogger logger, string responder, Exception exception);

    [LoggerMessage(408, LogLevel.Error, "Not all effects of '{Responder}' could be checked; the next check restores what is missing")]
    public static partial void RestoreFailed(this ILogger logger, string responder, Exception exception);

    [LoggerMessage(409, LogLevel.Warning, "On stop {Count} more stay in place")]
    public static partial void MoreStayAfterStop(this ILogger logger, int count);

    [LoggerMessage(
        410,
        LogLevel.Warning,
        "{Count} entries of '{Responder}' carry our mark but have no record: removing {TakenOut}, recording the others with their end"
    )]
    public static partial void Unrecorded(this ILogger logger, string responder, int count, int takenOut);

    [LoggerMessage(411, LogLevel.Warning, "{Count} entries of '{Responder}' are in place, but their packets still pass: {Why}")]
    public static partial void BlockedAndPassing(this ILogger logger, string responder, int count, string why);

    [LoggerMessage(412, LogLevel.Warning, "On stop {Subject} of '{Responder}' stays on record: {Why}")]
    public static partial void UnfinishedAtStop(this ILogger logger, string responder, string subject, string why);

    [LoggerMessage(413, LogLevel.Warning, "On stop {Count} more stay on record that may not be in place or are still to be reverted")]
    public static partial void MoreUnfinishedAtStop(this ILogger logger, int count);

    [LoggerMessage(418, LogLevel.Warning, "'{Responder}' holds more than {Most} blocks: the {Count} oldest are lifted to make room")]
    public static partial void RoomMade(this ILogger logger, string responder, int most, int count);

    [LoggerMessage(419, LogLevel.Error, "The oldest blocks of '{Responder}' couldn't be lifted to make room")]
    public static partial void RoomNotMade(this ILogger logger, string responder, Exception exception);

    [LoggerMessage(101, LogLevel.Warning, "{Problem}")]
    public static partial void ConfigWarning(this ILogger logger, string problem);

    [LoggerMessage(102, LogLevel.Information, "{Count} responses are configured on this host ({Dialect} dialect, {Role})")]
    public static partial void Started(this ILogger logger, int count, string dialect, string role);

    [LoggerMessage(103, LogLevel.Warning, "0 responses: nothing will fire")]
    public static partial void NothingWillFire(this ILogger logger);

    [LoggerMessage(
        104,
        LogLevel.Warning,
        "Skipped a line that isn't an alert ({Source}, line {Line}): {Why} Further ones of this kind are counted and logged "
            + "every ten minutes"
    )]
    public static partial void LineSkipped(this ILogger logger, string source, long line, string why);

    [LoggerMessage(105, LogLevel.Error, "Reading alerts from {Source} failed")]
    public static partial void IntakeFailed(this ILogger logger, string source, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "Response '{Response}' can't run on this host: {Why}")]
    public static partial void CannotRunHere(this ILogger logger, string response, string why);

    [LoggerMessage(107, LogLevel.Information, "A new configuration is in force: {Count} responses; what is in place stays")]
    public static partial void Reloaded(this ILogger logger, int count);

    [LoggerMessage(108, LogLevel.Error, "{Problem}")]
    public static partial void ConfigError(this ILogger logger, string problem);

    [LoggerMessage(109, LogLevel.Error, "The changed configuration {File} has errors and is not used; the old one stays in force")]
    public static partial void ReloadRefused(this ILogger logger, string file);

    [LoggerMessage(110, LogLevel.Error, "The changed configuration {File} couldn't be applied; retried when it changes")]
    public static partial void ReloadFailed(this ILogger logger, string file, Exception exception);

    [LoggerMessage(111, LogLevel.Error, "The read position of alerts can't be stored; retried, and logged once until it can")]
    public static partial void PositionsNotStored(this ILogger logger, Exception exception);

    [LoggerMessage(
        112,
        LogLevel.Warning,
        "The position where reading of {Source} stopped no longer exists: alerts written before the start of that file may have been missed"
    )]
    public static partial void PositionLost(this ILogger logger, string source);

    [LoggerMessage(
        114,
        LogLevel.Error,
        "{Source} can't be read: {Why}. Its alerts aren't acted on until it can; logged again when that changes"
    )]
    public static partial void SourceUnreadable(this ILogger logger, string source, string why);

    [LoggerMessage(115, LogLevel.Warning, "{Source} can be read again")]
    public static partial void SourceReadable(this ILogger logger, string source);

    [LoggerMessage(116, LogLevel.Warning, "{Source} has lost its end, which had been read; reading continues at its current end")]
    public static partial void TailLost(this ILogger logger, string source);

    [LoggerMessage(117, LogLevel.Warning, "{Count} more lines were skipped ({Source}, last at line {Line}): {Why}")]
    public static partial void MoreLinesSkipped(this ILogger logger, long count, string source, long line, string why);

    [LoggerMessage(118, LogLevel.Error, "{Place} can't be written to: {Why}; logged again when that changes")]
    public static partial void PlaceUnusable(this ILogger logger, string place, string why);

    [LoggerMessage(119, LogLevel.Warning, "{Place} can be written to again")]
    public static partial void PlaceUsable(this ILogger logger, string place);

    [LoggerMessage(122, LogLevel.Warning, "{Part} couldn't be disposed of with the engine")]
    public static partial void PartNotDisposed(this ILogger logger, string part, Exception exception);

    [LoggerMessage(120, LogLevel.Error, "The changed execution options are invalid and ignored: {Why}")]
    public static partial void OptionsRefused(this ILogger logger, string why);

    [LoggerMessage(121, LogLevel.Information, "New execution options are in force")]
    public static partial void OptionsChanged(this ILogger logger);

    [LoggerMessage(113, LogLevel.Information, "Reading of {Source} resumes where it stopped ({Where})")]
    public static partial void Resumes(this ILogger logger, string source, string where);

    [LoggerMessage(601, LogLevel.Error, "The {Seam} '{Plugin}' threw")]
    public static partial void PluginThrew(this ILogger logger, string seam, string plugin, Exception exception);

    [LoggerMessage(602, LogLevel.Error, "The {Seam} '{Plugin}' didn't respond within {Seconds} s: {Consequence}")]
    public static partial void PluginTimedOut(this ILogger logger, string seam, string plugin, double seconds, string consequence);

    [LoggerMessage(603, LogLevel.Warning, "The {Seam} '{Plugin}' answered after {Seconds} s, too late")]
    public static partial void PluginAnsweredLate(this ILogger logger, string seam, string plugin, double seconds);

    [LoggerMessage(607, LogLevel.Error, "The scheduler '{Scheduler}' missed the end of {Count} effects: the engine reverts them")]
    public static partial void DueMissed(this ILogger logger, string scheduler, int count);

    [LoggerMessage(608, LogLevel.Error, "{Count} more faults of the {Seam} '{Plugin}' were counted but not logged")]
    public static partial void MorePluginFaults(this ILogger logger, long count, string seam, string plugin);

    [LoggerMessage(
        604,
        LogLevel.Error,
        "The observer '{Observer}' is {Waiting} outcomes behind: outcomes are dropped until it catches up; logged once until then"
    )]
    public static partial void OutcomesDropped(this ILogger logger, string observer, int waiting);

    [LoggerMessage(605, LogLevel.Warning, "The observer '{Observer}' has caught up; {Dropped} outcomes were dropped")]
    public static partial void ObserverCaughtUp(this ILogger logger, string observer, long dropped);

    [LoggerMessage(606, LogLevel.Warning, "On stop the observer '{Observer}' had not received {Count} outcomes")]
    public static partial void OutcomesUndelivered(this ILogger logger, string observer, int count);

    [LoggerMessage(611, LogLevel.Warning, "A notification to {Receiver} is lost: {Why}; further ones are counted in the health report")]
    public static partial void NotificationLost(this ILogger logger, string receiver, string why);

    [LoggerMessage(612, LogLevel.Information, "Notifications to {Receiver} arrive again; {Lost} were lost in all")]
    public static partial void NotificationsResumed(this ILogger logger, string receiver, long lost);

    [LoggerMessage(613, LogLevel.Warning, "On stop {Count} notifications to {Receiver} had not been sent")]
    public static partial void NotificationsUnsent(this ILogger logger, int count, string receiver);
}
