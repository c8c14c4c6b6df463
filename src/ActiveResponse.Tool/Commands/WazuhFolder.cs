namespace ActiveResponse.Tool.Commands;

/// <summary>The folder a Wazuh is installed in, from which its configuration's relative paths are meant.</summary>
internal static class WazuhFolder
{
    private const string DefaultCaStore = "etc/wpk_root.pem";

    /// <summary>The CA stores of a configuration, as full paths; an agent's default where it names none.</summary>
    public static IEnumerable<string> CaStores(string config, IReadOnlyCollection<string> named)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(config)) ?? "/";
        var home = Path.GetFileName(folder) == "etc" ? Path.GetDirectoryName(folder) ?? "/" : folder;
        return (named.Count > 0 ? named : [DefaultCaStore]).Select(path => Path.Combine(home, path));
    }
}
