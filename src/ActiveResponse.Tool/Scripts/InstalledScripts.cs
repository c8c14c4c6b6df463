namespace ActiveResponse.Tool.Scripts;

/// <summary>What is on record of scripts put into a folder: their names and where their links lead, in a folder beside them that also keeps
/// what was there before.</summary>
internal sealed class InstalledScripts
{
    private const string List = "installed";
    private readonly SortedDictionary<string, string> _targets = new(StringComparer.Ordinal);

    private InstalledScripts(string folder) => Folder = folder;

    /// <summary>The folder of the record and of the files kept.</summary>
    public string Folder { get; }

    public IReadOnlyCollection<string> Names => _targets.Keys;

    public static InstalledScripts Read(string scripts)
    {
        var installed = new InstalledScripts(Path.Combine(scripts, ".active-response-kept"));
        var list = Path.Combine(installed.Folder, List);
        foreach (var line in File.Exists(list) ? File.ReadAllLines(list) : [])
        {
            if (line.Split('\t') is [var name, var target])
            {
                installed._targets[name] = target;
            }
        }

        return installed;
    }

    public string? TargetOf(string name) => _targets.GetValueOrDefault(name);

    /// <summary>Where what stood there before is kept.</summary>
    public string KeptOf(string name) => Path.Combine(Folder, name + ".kept");

    public void Add(string name, string target)
    {
        _targets[name] = target;
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Write();
    }

    /// <summary>Forgets a script; the folder goes with the last, unless something is still kept in it.</summary>
    public void Remove(string name)
    {
        _targets.Remove(name);
        if (_targets.Count > 0)
        {
            Write();
            return;
        }

        File.Delete(Path.Combine(Folder, List));
        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            Directory.Delete(Folder);
        }
    }

    private void Write()
    {
        var list = Path.Combine(Folder, List);
        File.WriteAllLines(list + ".new", _targets.Select(static pair => $"{pair.Key}\t{pair.Value}"));
        File.Move(list + ".new", list, overwrite: true);
    }
}
