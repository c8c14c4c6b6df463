using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The paths of execd in an installation of OSSEC or Wazuh.</summary>
/// <param name="home">The installation's folder, e.g. <c>/var/ossec</c>; a relative path is resolved once against the current
/// directory.</param>
/// <param name="dialect">The installation's dialect.</param>
/// <param name="fileSystem">The file system; null for this host's.</param>
public sealed class ExecdFolder(string home, ConfigDialect dialect, IFileSystem? fileSystem = null)
{
    private const string Scripts = "active-response/bin";

    /// <summary>The size of execd's path buffers in bytes; longer paths are truncated.</summary>
    private const int MaxPath = 255;

    private readonly IFileSystem _files = fileSystem ?? new FileSystem();

    /// <summary>The installation's folder, as a full path without a trailing slash.</summary>
    public string Home { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(home));

    /// <summary>The installation's dialect.</summary>
    public ConfigDialect Dialect => dialect;

    /// <summary>The daemon's name, which the control script looks for: <c>ossec-execd</c> or <c>wazuh-execd</c>.</summary>
    public string Daemon => dialect == ConfigDialect.Ossec ? "ossec-execd" : "wazuh-execd";

    /// <summary>The group of the installation's daemons: <c>ossec</c> or <c>wazuh</c>.</summary>
    public string Group => dialect == ConfigDialect.Ossec ? "ossec" : "wazuh";

    /// <summary>The socket for messages: <c>queue/alerts/execq</c>.</summary>
    public string Queue => Path.Combine(Home, "queue/alerts/execq");

    /// <summary>The configuration: <c>etc/ossec.conf</c>.</summary>
    public string Config => Path.Combine(Home, "etc/ossec.conf");

    /// <summary>The folder of the scripts: <c>active-response/bin</c>.</summary>
    public string ScriptFolder => Path.Combine(Home, Scripts);

    /// <summary>The log of responses: <c>logs/active-responses.log</c>.</summary>
    public string ResponseLog => Path.Combine(Home, "logs/active-responses.log");

    /// <summary>The folder of pid files: <c>var/run</c>.</summary>
    public string RunFolder => Path.Combine(Home, "var/run");

    /// <summary>Whether it is an agent's installation, not a manager's.</summary>
    internal bool IsAgent => _files.File.Exists(Path.Combine(Home, "bin/wazuh-agentd"));

    /// <summary>The working directory of programs: the root for OSSEC, its own folder for Wazuh.</summary>
    internal string WorkingDirectory => dialect == ConfigDialect.Ossec ? "/" : Home;

    /// <summary>The file of command names, <c>ar.conf</c>: in <c>etc/shared</c>, or in <c>shared</c> if only that exists.</summary>
    public string ArConf
    {
        get
        {
            var usual = Path.Combine(Home, "etc/shared/ar.conf");
            var other = Path.Combine(Home, "shared/ar.conf");
            return !_files.File.Exists(usual) && _files.File.Exists(other) ? other : usual;
        }
    }

    /// <summary>The path a program of the script folder is started by: absolute for OSSEC, relative to the installation's folder for Wazuh;
    /// truncated like execd's.</summary>
    internal string PathOf(string executable) => Cut($"{(dialect == ConfigDialect.Ossec ? Home + "/" : "")}{Scripts}/{executable}");

    /// <summary>Whether the path a program is started by exists.</summary>
    internal bool HasProgram(string executable) => _files.Path.Exists(Path.Combine(Home, PathOf(executable)));

    /// <summary>The bytes of <c>ar.conf</c>, or null if it can't be read.</summary>
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
