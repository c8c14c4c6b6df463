using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Tool.Output;

/// <summary>How a dialect's script would be started for an order.</summary>
internal static class ScriptCalls
{
    public static ScriptCall Of(ResponseOrder order, ConfigDialect dialect) =>
        ScriptCall.Describe(
            order,
            ScriptAction.Add,
            dialect == ConfigDialect.Ossec ? ScriptProtocol.OssecArgv : ScriptProtocol.Wazuh4Stdin
        );
}
