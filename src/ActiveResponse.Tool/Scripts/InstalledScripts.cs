namespace ActiveResponse.Tool.Scripts;

/// <summary>Records the scripts installed in a folder: their names and link targets, in a folder beside them that also keeps the replaced
/// files.</summary>
internal sealed class InstalledScripts
{
    private const string List = "installed";
    private readonly SortedDictionary<string, string> _targets = new(StringComparer.Ordinal);

    private InstalledScripts(string folder) => Folder = folder;

    /// <summary>The folder of the record and of the replaced files.</summary>
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

    /// <summary>The path of a replaced file.</summary>
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

    /// <summary>Removes a script from the record; removes the folder with the last one, unless it still has a file.</summary>
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
