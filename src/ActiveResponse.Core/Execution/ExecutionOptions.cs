namespace ActiveResponse.Execution;

/// <summary>Options for carrying orders out.</summary>
/// <remarks>
/// A host may change them at run time through <c>IOptionsMonitor</c>: deadlines, retry delays and counts, <see cref="QueueFull"/>,
/// <see cref="ObserverQueueCapacity"/> and <see cref="Responders"/> apply at once, all others at the next start. Invalid ones are logged
/// and ignored.
/// </remarks>
public sealed record ExecutionOptions
{
    /// <summary>Time limit of a responder for one order or batch. Range 1 s – 1 hour, default 30 s; then the outcome is TimedOut.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Number of orders that may wait for one responder; nine times as many more if it has stalled. Range 1–1,000,000, default 10,000.
    /// </summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>What happens to an order when the queue is full. Default: its producer waits.</summary>
    public QueueFullMode QueueFull { get; set; } = QueueFullMode.Wait;

    /// <summary>Number of subjects that a responder without batches handles at once. Range 1–256, default 8.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>How offenses are counted for <c>repeated_offenders</c>. Default: per offense.</summary>
    public OffenseCounting OffenseCounting { get; set; } = OffenseCounting.PerOffense;

    /// <summary>
    /// Time without an offense after which a subject's count restarts. Range 1 minute – 10 years, default 30 days; counted from the end of
    /// its last block.
    /// </summary>
    public TimeSpan OffenseDecay { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Delay before a failed revert is retried; doubles with each failure. Range 100 ms – 1 hour, default 5 s.</summary>
    public TimeSpan RevertRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum delay between two attempts of a revert. Range: at least <see cref="RevertRetryDelay"/>, at most 1 day; default 5 minutes.
    /// </summary>
    public TimeSpan RevertRetryMaximum { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time limit of a clean stop for finishing queued work and reverting timed effects. Range 0 – 1 hour, default 25 s.</summary>
    public TimeSpan StopDeadline { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Number of retries of a failed block in a firewall. Range 0–100, default 3. A block that was once in place is retried until its end;
    /// scripts and other responders run once.
    /// </summary>
    public int ApplyRetries { get; set; } = 3;

    /// <summary>Delay before a failed block is retried; doubles with each failure. Range 100 ms – 1 hour, default 1 s.</summary>
    public TimeSpan ApplyRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Interval of checks that expected blocks are in place. Zero for never, else 1 s – 1 day; default 30 s.</summary>
    public TimeSpan DriftCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Further duration of a block that was found at start without a record and without a stored end. Range 1 minute – 10 years, default 1
    /// day.
    /// </summary>
    public TimeSpan AdoptedTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Maximum age of a source's alert when read; older ones count as skipped. Range: more than zero, or null for any age; default null. An
    /// alert without a time is acted on.
    /// </summary>
    public TimeSpan? MaxAlertAge { get; set; }

    /// <summary>
    /// Length of the network to block for an IPv6 address of an alert, if the firewall takes networks. Range 32–128, default 128: the
    /// address alone. 64 is recommended: whoever has one address has the whole /64. If a guard refuses the network, the address alone is
    /// blocked.
    /// </summary>
    public int FoldIPv6To { get; set; } = 128;

    /// <summary>
    /// Time limit of the dispatcher for one order. Range 100 ms – 1 hour, default 30 s; then the outcome is Failed, and a late answer is
    /// reported separately.
    /// </summary>
    public TimeSpan DispatchDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time limit of an observer for one outcome before its token fires. Range 100 ms – 1 hour, default 10 s.</summary>
    public TimeSpan ObserverDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Number of outcomes that may wait for one observer; further ones are dropped for it, logged and counted. Range 1–1,000,000, default
    /// 10,000.
    /// </summary>
    public int ObserverQueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// Time limit of a host's scheduler for one call, and its maximum lateness before the engine's own ends an effect. Range 100 ms – 1
    /// minute, default 5 s.
    /// </summary>
    public TimeSpan SchedulerDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time limit of a host's matcher for one alert; then nothing fires for it. Range 100 ms – 1 minute, default 2 s.</summary>
    public TimeSpan MatcherDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time limit of a host's store for one query; then what needed it fails and is tried again. A change that takes longer is logged and
    /// waited for. Range 1 s – 1 hour, default 30 s.
    /// </summary>
    public TimeSpan StoreDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Overrides for single responders by name (of a script: its file name). Default: none.</summary>
    public IDictionary<string, ResponderExecutionOptions> Responders { get; } =
        new Dictionary<string, ResponderExecutionOptions>(StringComparer.Ordinal);

    /// <summary>Whether orders are planned, checked and reported but not run. Default: no.</summary>
    public bool DryRun { get; set; }

    /// <summary>Whether places of effects are probed regularly. Off in tests that count calls of a firewall's program.</summary>
    internal bool WatchesPlaces { get; set; } = true;
}

/// <summary>What happens to an order when its responder's queue is full.</summary>
public enum QueueFullMode
{
    /// <summary>
    /// The producer waits while the responder makes progress: nothing is lost, and a slow responder slows the intake. If it frees no place
    /// for 250 ms, nine times as many more may wait; further ones are dropped, counted and reported, so that a hung responder holds up no
    /// other.
    /// </summary>
    Wait,

    /// <summary>The order is dropped, counted and reported: detection never waits.</summary>
    DropNewest,
}

/// <summary>How offenses are counted.</summary>
public enum OffenseCounting
{
    /// <summary>
    /// An offense is an alert without an effect in place; further alerts during a block belong to it, and a repeated alert counts once.
    /// </summary>
    PerOffense,

    /// <summary>Every alert counts, even during a block, as in OSSEC's and Wazuh's execd.</summary>
    PerAlert,
}
