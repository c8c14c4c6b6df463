using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>What every reversible responder must do, with the programs of AIX.</summary>
public sealed class AixConformanceTests() : StandInConformance(new AixStandIn());

/// <summary>What every reversible responder must do, with the programs of Solaris.</summary>
public sealed class SolarisConformanceTests() : StandInConformance(new SolarisStandIn());

public abstract class StandInConformance : ReversibleResponderConformance
{
    private readonly AccountsStandIn _system;

    private protected StandInConformance(AccountsStandIn system)
    {
        _system = system;
        for (uint n = 0; n < 20; n++)
        {
            system.Accounts.Add($"mallory{n}", new AccountsStandIn.Entry(300 + n, "hash", IsLocked: false));
        }
    }

    protected override ValueTask<IResponder> CreateAsync() => ValueTask.FromResult<IResponder>(_system.Responder());

    protected override ValueTask<string> DescribeEffectsAsync() => ValueTask.FromResult(_system.Describe());
}
