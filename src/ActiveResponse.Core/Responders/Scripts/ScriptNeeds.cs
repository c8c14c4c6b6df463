using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>What a script needs of an alert.</summary>
internal static class ScriptNeeds
{
    /// <summary>OSSEC: what its command expects. Wazuh 4: whatever there is, and the alert itself.</summary>
    public static ResponderNeeds Of(ScriptProtocol protocol, ExpectedFields expect) => protocol switch
    {
        ScriptProtocol.Wazuh4Stdin => new ResponderNeeds
        {
            Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File,
            AlertJson = true,
        },
        _ => new ResponderNeeds
        {
            Required = (expect.HasFlag(ExpectedFields.SourceAddress) ? SubjectKinds.Address : SubjectKinds.None)
                | (expect.HasFlag(ExpectedFields.User) ? SubjectKinds.User : SubjectKinds.None)
                | (expect.HasFlag(ExpectedFields.FileName) ? SubjectKinds.File : SubjectKinds.None),
        },
    };
}
