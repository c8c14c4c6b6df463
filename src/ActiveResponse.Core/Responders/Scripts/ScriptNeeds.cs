using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>What a script needs of an alert.</summary>
internal static class ScriptNeeds
{
    private static readonly ResponderNeeds Whatever = new() { Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File };

    /// <summary>OSSEC: what its command expects. Wazuh: the alert itself, and what the stock program of that name acts on, else whatever
    /// there is.</summary>
    public static ResponderNeeds Of(ScriptProtocol protocol, string executable, ExpectedFields expect) =>
        protocol == ScriptProtocol.OssecArgv ? ResponderNeeds.Of(expect)
        : StockNames.AddressBlocking.Contains(executable) ? ResponderNeeds.Address with { AlertJson = true }
        : StockNames.AccountDisabling.Contains(executable) ? ResponderNeeds.User with { AlertJson = true }
        : Whatever with { AlertJson = true };
}
