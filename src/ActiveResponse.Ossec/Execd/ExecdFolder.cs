using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The paths that execd uses in an installation of OSSEC or Wazuh.</summary>
/// <param name="home">The installation's folder, e.g. <c>/var/ossec</c>; a relative path is taken from the current directory, once.</param>
/// <param name="dialect">Whose installation it is.</param>
/// <param name="fileSystem">The file system it lies in; null for this host's.</param>
public sealed class ExecdFolder(string home, ConfigDialect dialect, IFileSystem? fileSystem = null)
{
    private const string Scripts = "active-response/bin";

    /// <summary>execd keeps paths in so many bytes, and cuts longer ones.</summary>
    private const int MaxPath = 255;

    private readonly IFileSystem _files = fileSystem ?? new FileSystem();

    /// <summary>The installation's folder, as a full path without a slash at the end.</summary>
    public string Home { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(home));

    /// <summary>Whose installation it is.</summary>
    public ConfigDialect Dialect => dialect;

    /// <summary>The name of the original, by which the control script looks for it: <c>ossec-execd</c> or <c>wazuh-execd</c>.</summary>
    public string Daemon => dialect == ConfigDialect.Ossec ? "ossec-execd" : "wazuh-execd";

    /// <summary>The group of the installation's daemons: <c>ossec</c> or <c>wazuh</c>.</summary>
    public string Group => dialect == ConfigDialect.Ossec ? "ossec" : "wazuh";

    /// <summary>The socket that messages arrive at: <c>queue/alerts/execq</c>.</summary>
    public string Queue => Path.Combine(Home, "queue/alerts/execq");

    /// <summary>The configuration: <c>etc/ossec.conf</c>.</summary>
    public string Config => Path.Combine(Home, "etc/ossec.conf");

    /// <summary>The folder of the scripts: <c>active-response/bin</c>.</summary>
    public string ScriptFolder => Path.Combine(Home, Scripts);

    /// <summary>The log of responses: <c>logs/active-responses.log</c>.</summary>
    public string ResponseLog => Path.Combine(Home, "logs/active-responses.log");

    /// <summary>The folder of pid files: <c>var/run</c>.</summary>
    public string RunFolder => Path.Combine(Home, "var/run");

    /// <summary>Whether it is an agent's, and no manager's.</summary>
    internal bool IsAgent => _files.File.Exists(Path.Combine(Home, "bin/wazuh-agentd"));

    /// <summary>The directory programs are started in: OSSEC's execd is in the root, Wazuh's in its own folder.</summary>
    internal string WorkingDirectory => dialect == ConfigDialect.Ossec ? "/" : Home;

    /// <summary>The file of names, <c>ar.conf</c>: in <c>etc/shared</c>, or in <c>shared</c> where only that one is there.</summary>
    public string ArConf
    {
        get
        {
            var usual = Path.Combine(Home, "etc/shared/ar.conf");
            var other = Path.Combine(Home, "shared/ar.conf");
            return !_files.File.Exists(usual) && _files.File.Exists(other) ? other : usual;
        }
    }

    /// <summary>The path a program of the script folder is started by: absolute for OSSEC, from the installation's folder for Wazuh; cut as
    /// execd cuts it.</summary>
    internal string PathOf(string executable) => Cut($"{(dialect == ConfigDialect.Ossec ? Home + "/" : "")}{Scripts}/{executable}");

    /// <summary>Whether there is something at the path a program is started by.</summary>
    internal bool HasProgram(string executable) => _files.Path.Exists(Path.Combine(Home, PathOf(executable)));

    /// <summary>The bytes of <c>ar.conf</c>, or null when it can't be read.</summary>
    internal byte[]? ReadArConf()
    {
        try
        {
            return _files.File.ReadAllBytes(ArConf);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Cut(string path)
    {
        var bytes = LosslessText.Encode(path);
        return bytes.Length <= MaxPath ? path : LosslessText.Decode(bytes.AsSpan(0, MaxPath));
    }
}
