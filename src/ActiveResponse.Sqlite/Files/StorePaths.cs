namespace ActiveResponse.Sqlite.Files;

/// <summary>Files of one store.</summary>
internal sealed record StorePaths(string Database)
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Write-ahead log and its index.</summary>
    public IReadOnlyList<string> Companions => [Database + "-wal", Database + "-shm"];

    /// <summary>Lock file of a store in use; it stays when the store is closed.</summary>
    public string Lock => Database + ".lock";

    /// <summary>Every file whose content determines what is in place.</summary>
    public IEnumerable<string> All => [Database, .. Companions, Lock];

    public string Folder => Path.GetDirectoryName(Database)!;

    /// <summary>Creates an empty database that nobody else can read; SQLite gives its companions the same mode.</summary>
    /// <returns>Whether it was missing.</returns>
    public bool MakeIfMissing()
    {
        if (File.Exists(Database))
        {
            return false;
        }

        using var made = new FileStream(Database, Options());
        return true;
    }

    /// <summary>Removes other users' access from a copied or restored file.</summary>
    public void Tighten()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Companions.Prepend(Database).Where(File.Exists))
        {
            if (File.GetUnixFileMode(file) != FileMode)
            {
                File.SetUnixFileMode(file, FileMode);
            }
        }
    }

    public void EnsureFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else if (!Directory.Exists(Folder))
        {
            Directory.CreateDirectory(Folder, FolderMode);
        }
    }

    /// <summary>Renames an unusable database with its companions.</summary>
    /// <returns>Its new name.</returns>
    public string MoveAside(DateTimeOffset now)
    {
        var aside = FreeName("corrupt", now);

        // Companions first: a new database must never meet the old one's.
        foreach (var companion in Companions.Where(File.Exists))
        {
            File.Move(companion, aside + companion[Database.Length..]);
        }

        File.Move(Database, aside);
        return aside;
    }

    /// <summary>Returns an unused name beside the database.</summary>
    public string FreeName(string kind, DateTimeOffset now)
    {
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Database}.{kind}-{now:yyyyMMdd'T'HHmmss'Z'}");
        var free = name;
        for (var n = 2; Path.Exists(free); n++)
        {
            free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}-{n}");
        }

        return free;
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        return options;
    }
}
