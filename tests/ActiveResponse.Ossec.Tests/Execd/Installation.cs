using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Testing;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>An installation in memory, and the machine that runs it.</summary>
internal sealed class Installation
{
    public Installation(ConfigDialect dialect, string arConf, IEnumerable<string> files, string ossecConf = "")
    {
        Folder = new ExecdFolder("/var/ossec", dialect, Files);
        Files.AddDirectory(Path.GetDirectoryName(Folder.ArConf)!);
        Files.AddDirectory(Folder.ScriptFolder);
        Files.File.WriteAllText(Folder.ArConf, arConf);
        foreach (var file in files)
        {
            Files.File.WriteAllText(Path.Combine(Folder.ScriptFolder, file), "");
        }

        var reading = new OssecConfigParser()
            .Parse(System.Text.Encoding.UTF8.GetBytes(ossecConf), new ConfigParseOptions { Dialect = dialect })
            .Daemon;
        State = reading.Execd;
        Machine = ExecdMachines.Of(Folder, reading.RepeatedOffenderMinutes, Clock, Notes.Add);
    }

    public MockFileSystem Files { get; } = new();

    public ExecdFolder Folder { get; }

    public ExecdState State { get; }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 8, 1, 3, 0, 0, 250, TimeSpan.Zero));

    public List<ExecdNote> Notes { get; } = [];

    public IExecdMachine Machine { get; }
}
