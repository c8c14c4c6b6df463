using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Where an installation of OSSEC or Wazuh has what execd needs.</summary>
/// <param name="home">The installation's folder, e.g. <c>/var/ossec</c>; a relative path is taken from the current directory, once.</param>
/// <param name="dialect">Whose installation it is.</param>
/// <param name="fileSystem">Where it lies; null for this host's.</param>
internal sealed class ExecdFolder(string home, ConfigDialect dialect, IFileSystem? fileSystem = null)
{
    private const string Scripts = "active-response/bin";

    /// <summary>execd keeps paths in so many bytes, and cuts longer ones.</summary>
    private const int MaxPath = 255;

    private readonly IFileSystem _files = fileSystem ?? new FileSystem();

    public string Home { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(home));

    public ConfigDialect Dialect => dialect;

    /// <summary>The name of the original, by which the control script asks for it.</summary>
    public string Daemon => dialect == ConfigDialect.Ossec ? "ossec-execd" : "wazuh-execd";

    /// <summary>The group the installation's daemons have.</summary>
    public string Group => dialect == ConfigDialect.Ossec ? "ossec" : "wazuh";

    public string Queue => Path.Combine(Home, "queue/alerts/execq");

    public string Config => Path.Combine(Home, "etc/ossec.conf");

    public string ScriptFolder => Path.Combine(Home, Scripts);

    public string ResponseLog => Path.Combine(Home, "logs/active-responses.log");

    public string RunFolder => Path.Combine(Home, "var/run");

    /// <summary>Whether it is an agent's, and no manager's.</summary>
    public bool IsAgent => _files.File.Exists(Path.Combine(Home, "bin/wazuh-agentd"));

    /// <summary>The directory programs are started in: OSSEC's execd is in the root, Wazuh's in its own folder.</summary>
    public string WorkingDirectory => dialect == ConfigDialect.Ossec ? "/" : Home;

    /// <summary>The file of names: in <c>etc/shared</c>, or in <c>shared</c> where only that one is there.</summary>
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
    public string PathOf(string executable) => Cut($"{(dialect == ConfigDialect.Ossec ? Home + "/" : "")}{Scripts}/{executable}");

    /// <summary>Whether there is something at the path a program is started by.</summary>
    public bool HasProgram(string executable) => _files.Path.Exists(Path.Combine(Home, PathOf(executable)));

    /// <summary>The bytes of <c>ar.conf</c>, or null when it can't be read.</summary>
    public byte[]? ReadArConf()
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
