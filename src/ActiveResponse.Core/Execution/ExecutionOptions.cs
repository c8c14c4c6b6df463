namespace ActiveResponse.Execution;

/// <summary>How orders are carried out.</summary>
/// <remarks>
/// In a host they may change while it runs, with the <c>IOptionsMonitor</c>: the deadlines, the waits and numbers of retries,
/// <see cref="QueueFull"/>, <see cref="ObserverQueueCapacity"/> and <see cref="Responders"/> count from then on, all others from the next
/// start. Invalid ones are logged and not used.
/// </remarks>
public sealed class ExecutionOptions
{
    /// <summary>How long a responder may take for one order or batch. Range 1 s – 1 hour, default 30 s; then the outcome is
    /// TimedOut.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many orders may wait for one responder; nine times as many more for one that has stalled. Range 1–1,000,000, default
    /// 10,000.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>What happens to an order that finds the queue full. Default: its producer waits.</summary>
    public QueueFullMode QueueFull { get; set; } = QueueFullMode.Wait;

    /// <summary>How many orders for different subjects a responder without batches carries out at once. Range 1–256, default 8.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>How offenses are counted for <c>repeated_offenders</c>. Default: per offense.</summary>
    public OffenseCounting OffenseCounting { get; set; } = OffenseCounting.PerOffense;

    /// <summary>After how long without an offense a subject starts anew. Range 1 minute – 10 years, default 30 days; counted from the end
    /// of its last block.</summary>
    public TimeSpan OffenseDecay { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The wait before a failed revert is tried again; doubles with each failure. Range 100 ms – 1 hour, default 5 s.</summary>
    public TimeSpan RevertRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two tries of a revert. Range: at least <see cref="RevertRetryDelay"/>, at most 1 day; default 5
    /// minutes.</summary>
    public TimeSpan RevertRetryMaximum { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a clean stop may take to carry out what is queued and revert timed effects. Range 0 – 1 hour, default 25
    /// s.</summary>
    public TimeSpan StopDeadline { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How often a block that failed in a firewall is tried again before it is given up. Range 0–100, default 3. What was in place once is
    /// tried again until its time is up; scripts and other responders are run once.
    /// </summary>
    public int ApplyRetries { get; set; } = 3;

    /// <summary>The wait before a failed block is tried again; doubles with each failure. Range 100 ms – 1 hour, default 1 s.</summary>
    public TimeSpan ApplyRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often is looked whether what should be in place is. Zero for never, else 1 s – 1 day; default 30 s.</summary>
    public TimeSpan DriftCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much longer a block stays that was found at start, is on no record, and whose end isn't written beside it. Range 1 minute – 10
    /// years, default 1 day.
    /// </summary>
    public TimeSpan AdoptedTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How old an alert of a source may be when it is read; an older one is counted as skipped. Range: more than zero, or null for any age;
    /// default null. An alert that doesn't say when it was raised is acted on.
    /// </summary>
    public TimeSpan? MaxAlertAge { get; set; }

    /// <summary>
    /// The length of the network that is blocked for an IPv6 address of an alert, where the firewall takes networks. Range 32–128, default
    /// 128: the address alone. 64 is recommended: whoever has one address has the whole /64. Where a guard refuses the network, the address
    /// alone is blocked.
    /// </summary>
    public int FoldIPv6To { get; set; } = 128;

    /// <summary>How long the dispatcher may take for one order. Range 100 ms – 1 hour, default 30 s; then the outcome is Failed, and a late
    /// answer is reported beside it.</summary>
    public TimeSpan DispatchDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an observer may take for one outcome before its token fires. Range 100 ms – 1 hour, default 10 s.</summary>
    public TimeSpan ObserverDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many outcomes may wait for one observer; what comes then is dropped for it, logged and counted. Range 1–1,000,000,
    /// default 10,000.</summary>
    public int ObserverQueueCapacity { get; set; } = 10_000;

    /// <summary>How long a scheduler of the host's may take for one call, and how late it may be, until the engine's own ends an effect.
    /// Range 100 ms – 1 minute, default 5 s.</summary>
    public TimeSpan SchedulerDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a matcher of the host's may take for one alert; then nothing fires for it. Range 100 ms – 1 minute, default 2
    /// s.</summary>
    public TimeSpan MatcherDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What differs for some responders, by their names (of a script: its file name). Default: nothing.</summary>
    public IDictionary<string, ResponderExecutionOptions> Responders { get; } =
        new Dictionary<string, ResponderExecutionOptions>(StringComparer.Ordinal);

    /// <summary>Whether orders are planned, checked and reported, but nothing is run. Default: no.</summary>
    public bool DryRun { get; set; }

    /// <summary>Whether places written to are probed again and again. A test that counts what a firewall's program is asked for leaves that
    /// out.</summary>
    internal bool WatchesPlaces { get; set; } = true;
}

/// <summary>What happens to an order that finds its responder's queue full.</summary>
public enum QueueFullMode
{
    /// <summary>
    /// The producer waits while the responder gets on: nothing is lost, a slow responder slows the intake. For one that frees no place for
    /// 250 ms nine times as many wait more; what comes then is dropped, counted and reported, so that a hung responder holds up no other.
    /// </summary>
    Wait,

    /// <summary>The order is dropped, counted and reported: detection never waits.</summary>
    DropNewest,
}

/// <summary>How offenses are counted.</summary>
public enum OffenseCounting
{
    /// <summary>An offense is an alert that finds no effect in place; further alerts during a block are part of it, and an alert that comes
    /// twice counts once.</summary>
    PerOffense,

    /// <summary>Every alert counts, also during a block, as OSSEC's and Wazuh's execd do.</summary>
    PerAlert,
}
