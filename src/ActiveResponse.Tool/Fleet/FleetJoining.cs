using ActiveResponse.Nats;
using ActiveResponse.Tool.Running;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Joins the engine of <c>run</c> to a fleet.</summary>
internal static class FleetJoining
{
    /// <exception cref="FleetException">The credentials are invalid, or those of another host.</exception>
    public static FleetMember Join(FleetSettings fleet, RunSettings settings, ActiveResponseParts parts)
    {
        var credentials = Fleet.CredentialsFile.Read(fleet.CredentialsFile);
        try
        {
            return FleetMember.Join(
                new NatsFleetOptions
                {
                    Url = fleet.Url,
                    Credentials = credentials,
                    OrdersToAllPerMinute = fleet.OrdersToAllPerMinute,
                    CanaryAgents = fleet.CanaryAgents,
                    LedgerFile = settings.KeepsState && credentials.AgentId is null ? settings.StateFile + ".fleet" : null,
                },
                credentials.AgentId is { } id && parts.Host is { Role: Planning.HostRole.Agent, AgentId: null } named
                    ? parts with
                    {
                        Host = named with { AgentId = id },
                    }
                    : parts
            );
        }
        catch (OptionsValidationException e)
        {
            throw new FleetException(e.Message);
        }
    }
}
