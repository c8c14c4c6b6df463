using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Issuing;

/// <summary>The parts shared within an issuer.</summary>
internal sealed record IssuerContext
{
    // Unique to this run, as several issuers may share a key: a server and an operator's command, for instance.
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    public required NatsFleetOptions Options { get; init; }

    public required FleetConnection Connection { get; init; }

    public required OrderLedger Ledger { get; init; }

    public required MessageSigner Signer { get; init; }

    public required MessageCheck Check { get; init; }

    public required FleetMeters Meters { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Returns the name of a consumer of this issuer in this run.</summary>
    public string ConsumerOf(string what) => $"issuer-{Signer.Issuer[..12]}-{_run}-{what}";
}
