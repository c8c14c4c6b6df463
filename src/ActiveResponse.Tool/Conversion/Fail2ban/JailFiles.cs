namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>
/// The settings of jails as fail2ban puts them together: <c>jail.conf</c>, <c>jail.d/*.conf</c>, <c>jail.local</c>,
/// <c>jail.d/*.local</c>, each with the files it includes; later values win.
/// </summary>
internal sealed class JailFiles
{
    public const string Includes = "INCLUDES";
    public const string Default = "DEFAULT";

    private const long MostBytes = 4 * 1024 * 1024;
    private const int MostFiles = 1000;

    private readonly List<string> _read = [];

    /// <summary>The sections with their options.</summary>
    public Dictionary<string, Dictionary<string, string>> Sections { get; } = new(StringComparer.Ordinal);

    /// <summary>What options had before later files changed them.</summary>
    public Dictionary<string, Dictionary<string, string>> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the folder of fail2ban's settings.</summary>
    /// <exception cref="ConvertException">There are none, or they aren't valid.</exception>
    public static JailFiles Read(string folder)
    {
        var files = new JailFiles();
        foreach (var file in FilesOf(folder))
        {
            files.Take(file, []);
        }

        return files.Sections.Count > 0
            ? files
            : throw new ConvertException($"{folder} has no jail.conf and no jail.local: name the folder of fail2ban's settings");
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        var more = Path.Combine(folder, "jail.d");
        IEnumerable<string> Those(string pattern) =>
            Directory.Exists(more) ? Directory.EnumerateFiles(more, pattern).Order(StringComparer.Ordinal) : [];
        return new[] { Path.Combine(folder, "jail.conf") }
            .Concat(Those("*.conf"))
            .Append(Path.Combine(folder, "jail.local"))
            .Concat(Those("*.local"))
            .Where(File.Exists);
    }

    private void Take(string file, IReadOnlyList<string> around)
    {
        if (!File.Exists(file))
        {
            return;
        }

        if (_read.Count >= MostFiles || new FileInfo(file).Length > MostBytes)
        {
            throw new ConvertException($"{file}: there are too many files, or it is too long");
        }

        _read.Add(file);
        var sections = IniText.Read(file, File.ReadLines(file));
        IReadOnlyList<string> inside = [.. around, file];
        foreach (var included in IncludedBy(sections, file, "before").Except(inside))
        {
            TakeWithLocal(included, inside);
        }

        Merge(sections);
        foreach (var included in IncludedBy(sections, file, "after").Except(inside))
        {
            TakeWithLocal(included, inside);
        }
    }

    // An included file may have a local one beside it.
    private void TakeWithLocal(string file, IReadOnlyList<string> around)
    {
        Take(file, around);
        var local = Path.ChangeExtension(file, ".local");
        if (local != file && !around.Contains(local))
        {
            Take(local, around);
        }
    }

    private static IEnumerable<string> IncludedBy(Dictionary<string, Dictionary<string, string>> sections, string file, string which) =>
        sections.TryGetValue(Includes, out var includes) && includes.TryGetValue(which, out var names)
            ? names
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(file))!))
            : [];

    private void Merge(Dictionary<string, Dictionary<string, string>> sections)
    {
        foreach (var (name, options) in sections)
        {
            if (!Sections.TryGetValue(name, out var all))
            {
                Sections.Add(name, new Dictionary<string, string>(options, StringComparer.Ordinal));
                continue;
            }

            if (!Known.TryGetValue(name, out var known))
            {
                Known.Add(name, known = new Dictionary<string, string>(StringComparer.Ordinal));
            }

            foreach (var (option, value) in options)
            {
                if (all.TryGetValue(option, out var before))
                {
                    known[option] = before;
                }

                all[option] = value;
            }
        }
    }
}
