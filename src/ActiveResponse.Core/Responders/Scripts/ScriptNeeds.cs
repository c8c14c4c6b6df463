using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The parts of an alert a script needs.</summary>
internal static class ScriptNeeds
{
    private static readonly ResponderNeeds Whatever = new() { Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File };

    /// <summary>OSSEC: what its command expects. Wazuh: the alert itself, and what the stock program of that name acts on, otherwise
    /// whatever it has.</summary>
    public static ResponderNeeds Of(ScriptProtocol protocol, string executable, ExpectedFields expect)
    {
        if (!protocol.IsOnStandardInput())
        {
            return ResponderNeeds.Of(expect);
        }

        if (StockNames.AddressBlocking.Contains(executable))
        {
            return ResponderNeeds.Address with { AlertJson = true };
        }

        if (StockNames.AccountDisabling.Contains(executable))
        {
            return ResponderNeeds.User with { AlertJson = true };
        }

        return Whatever with
        {
            AlertJson = true,
        };
    }
}
