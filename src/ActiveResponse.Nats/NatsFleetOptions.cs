using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>Options for a host of a fleet over NATS JetStream.</summary>
public sealed record NatsFleetOptions
{
    /// <summary>
    /// The servers: one URL or several, separated by commas, e.g. <c>tls://nats1.example:4222,tls://nats2.example:4222</c>.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>This host's identity in the fleet, its keys, and the issuers it trusts.</summary>
    public required FleetCredentials Credentials { get; init; }

    /// <summary>
    /// The file in which an issuer keeps its orders until they end: a full path, created if missing. Default: in memory only.
    /// </summary>
    /// <remarks>Without a file, orders that the server hasn't acknowledged are lost when the issuer ends.</remarks>
    public string? LedgerFile { get; init; }

    /// <summary>
    /// How long an issuer waits for the server to acknowledge an order before it reports it as queued. Range 10 ms – 1 minute, default
    /// 5 s.
    /// </summary>
    public TimeSpan PublishWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an issuer waits for the agents of a group before it reports an order's outcome there. Range 1 s – 1 hour, default 1
    /// minute.
    /// </summary>
    public TimeSpan ReportWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long an order that can't be reverted, e.g. a restart, waits for agents that are away. Range 1 minute – 30 days, default 1
    /// hour.
    /// </summary>
    public TimeSpan OneTimeValidity { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How often an agent reports its state when nothing changes. Range 1 s – 10 minutes, default 30 s; changes are reported within a
    /// second.
    /// </summary>
    public TimeSpan StateInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest message that is published or accepted, in bytes. Range 4 KiB – 1 MiB, default 64 KiB.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// The most new orders for all agents that an issuer publishes in a minute; more are refused, except extensions of a block. Range 1 –
    /// 1,000,000, default no limit.
    /// </summary>
    public int? OrdersToAllPerMinute { get; init; }

    /// <summary>
    /// The number of agents on which an issuer tries a new order for all first; the others get it once all of these have applied it. Range
    /// 1 – 1,000, default none.
    /// </summary>
    /// <remarks>Not for orders by hand, nor for those that can't be reverted: an agent would carry them out twice.</remarks>
    public int? CanaryAgents { get; init; }

    /// <summary>
    /// How long those agents may take, from the server's acknowledgement of their orders. Range 2 s – 10 minutes, default 10 s.
    /// </summary>
    public TimeSpan CanaryWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The number of servers of a cluster that store the streams an issuer creates. Range 1–5, default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How often a server says that a consumer is alive; one that misses two is made anew.</summary>
    /// <remarks>Where a server of a cluster dies, the consumers that were there are found missing by this alone.</remarks>
    internal TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader waits for a consumer to be made before it asks again.</summary>
    internal TimeSpan ReadersWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time without a report after which an agent counts as away.</summary>
    internal TimeSpan AwayAfter => 3 * StateInterval;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(NatsFleetOptions))
            .NotBlank(Url)
            .NotNull(Credentials)
            .Require(Credentials?.Problem() is null, $"Credentials are invalid: {Credentials?.Problem()}")
            .Require(LedgerFile is null || OptionsValidation.IsFilePath(LedgerFile), "LedgerFile must be the full path of a file")
            .Range(PublishWithin, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
            .Range(ReportWithin, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(OneTimeValidity, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
            .Range(StateInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
            .Range(MaxMessageBytes, 4 * 1024, 1024 * 1024)
            .Range(Replicas, 1, 5)
            .Require(CanaryAgents is null or (>= 1 and <= 1000), "CanaryAgents must be 1 to 1,000")
            .Range(CanaryWithin, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10))
            .Require(OrdersToAllPerMinute is null or (>= 1 and <= 1_000_000), "OrdersToAllPerMinute must be 1 to 1,000,000")
            .ThrowIfAny();

    /// <summary>Returns these options after validating them for a host and its role.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range, or the credentials don't
    /// match the host.</exception>
    internal NatsFleetOptions FittingTo(HostIdentity host)
    {
        Validate();
        var (credentials, isAgent) = (Credentials, host.Role == HostRole.Agent);
        var label = isAgent ? host.Labels.FirstOrDefault(static label => !FleetTarget.IsName(label)) : null;
        new OptionsValidation(typeof(NatsFleetOptions))
            .Require(
                !isAgent || (credentials.AgentId is { } id && host.HasAgentId(id)),
                $"Credentials must be those of this host, agent '{host.AgentId}', but are for {credentials.AgentId ?? "an issuer"}"
            )
            .Require(label is null, $"Credentials allow only labels of letters, digits, '_' and '-', and this host has '{label}'")
            .Require(isAgent || credentials.SigningSeed is not null, "Credentials must be an issuer's, with a key to sign orders")
            .ThrowIfAny();
        return this;
    }
}
