namespace ActiveResponse.Responders.Scripts;

/// <summary>A script as recorded with its effects: its protocol and its path.</summary>
internal static class ScriptHome
{
    /// <summary>The place of what a script does.</summary>
    public static string Of(ScriptFolder folder, string executable, ScriptProtocol protocol) =>
        EffectPlaces.NameOf($"{ScriptConvention.Of(protocol).Kind}:{Path.Combine(folder.FullPath, executable)}");

    /// <summary>The protocol of a script's effects in a place; null if the place isn't the script's.</summary>
    public static ScriptProtocol? ProtocolOf(string place, ScriptFolder folder, string executable)
    {
        foreach (var (protocol, _) in ScriptConvention.All)
        {
            if (place == Of(folder, executable, protocol))
            {
                return protocol;
            }
        }

        return null;
    }
}
