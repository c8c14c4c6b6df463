namespace ActiveResponse.Responders.Scripts;

/// <summary>A script as its effects have it on record: how it was told, and its path.</summary>
internal static class ScriptHome
{
    private static readonly (ScriptProtocol Protocol, string Kind)[] Kinds =
    [
        (ScriptProtocol.OssecArgv, "script-ossec"),
        (ScriptProtocol.Wazuh4Stdin, "script-wazuh4"),
        (ScriptProtocol.Wazuh5Stdin, "script-wazuh5"),
    ];

    /// <summary>The place of what a script does.</summary>
    public static string Of(ScriptFolder folder, string executable, ScriptProtocol protocol) =>
        EffectPlaces.NameOf($"{Kinds.First(pair => pair.Protocol == protocol).Kind}:{Path.Combine(folder.FullPath, executable)}");

    /// <summary>How a script was told what is in a place; null when that isn't the script's.</summary>
    public static ScriptProtocol? ProtocolOf(string place, ScriptFolder folder, string executable)
    {
        foreach (var (protocol, _) in Kinds)
        {
            if (place == Of(folder, executable, protocol))
            {
                return protocol;
            }
        }

        return null;
    }
}
