namespace ActiveResponse.Tool.Commands;

/// <summary>The folder of a Wazuh installation, to which its configuration's relative paths refer.</summary>
internal static class WazuhFolder
{
    private const string DefaultCaStore = "etc/wpk_root.pem";

    /// <summary>The CA stores of a configuration, as full paths; the agent's default if it has none.</summary>
    public static IEnumerable<string> CaStores(string config, IReadOnlyCollection<string> named)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(config)) ?? "/";
        var home = Path.GetFileName(folder) == "etc" ? Path.GetDirectoryName(folder) ?? "/" : folder;
        return (named.Count > 0 ? named : [DefaultCaStore]).Select(path => Path.Combine(home, path));
    }
}
