using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Execd;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Execd;

/// <summary>An installation in a temporary folder, and the machine that runs it.</summary>
internal sealed class Installation : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("active-response-execd-");

    public Installation(ConfigDialect dialect, string arConf, IEnumerable<string> files, string ossecConf = "")
    {
        Folder = new ExecdFolder(_home.FullName, dialect);
        Directory.CreateDirectory(Path.GetDirectoryName(Folder.ArConf)!);
        Directory.CreateDirectory(Folder.ScriptFolder);
        File.WriteAllText(Folder.ArConf, arConf);
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(Folder.ScriptFolder, file), "");
        }

        var reading = new OssecConfigParser().Parse(System.Text.Encoding.UTF8.GetBytes(ossecConf), new ConfigParseOptions { Dialect = dialect }).Daemon;
        State = reading.Execd;
        Machine = ExecdMachines.Of(Folder, reading.RepeatedOffenderMinutes, Clock, Notes.Add);
    }

    public ExecdFolder Folder { get; }

    public ExecdState State { get; }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 8, 1, 3, 0, 0, 250, TimeSpan.Zero));

    public List<ExecdNote> Notes { get; } = [];

    public IExecdMachine Machine { get; }

    public void Dispose() => _home.Delete(recursive: true);
}
