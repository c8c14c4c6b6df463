namespace ActiveResponse.Platform.SharedFiles;

/// <summary>The file behind its symbolic links, and the names of our files beside it.</summary>
internal sealed class SharedFilePaths
{
    private SharedFilePaths(string file)
    {
        File = file;
        Folder = Path.GetDirectoryName(file) ?? "/";
        Prefix = $".{Path.GetFileName(file)}.active-response.";
    }

    /// <summary>The file itself: replacing a link would lose the link.</summary>
    public string File { get; }

    public string Folder { get; }

    /// <summary>The prefix of our files' names beside the file.</summary>
    public string Prefix { get; }

    /// <summary>Locked by whoever changes the file. It stays between batches: the file itself is replaced, and a lock on a replaced file
    /// guards nothing.</summary>
    public string Lock => Path.Combine(Folder, Prefix + "lock");

    /// <summary>The old content during a write in place.</summary>
    public string Before => Path.Combine(Folder, Prefix + "before");

    /// <summary>The new content during a write in place.</summary>
    public string After => Path.Combine(Folder, Prefix + "after");

    public static SharedFilePaths Resolve(string path)
    {
        try
        {
            return new(System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(path);
        }
    }

    /// <summary>Creates a name that no one can have prepared.</summary>
    public string NewTemporary() => Path.Combine(Folder, $"{Prefix}{Guid.NewGuid():N}.tmp");

    /// <summary>Temporary files left by a crash. Call with the lock held: then no running writer has one.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        var options = new EnumerationOptions
        {
            MatchCasing = MatchCasing.CaseSensitive,
            MatchType = MatchType.Simple,
            AttributesToSkip = 0,
        };
        try
        {
            return Directory.GetFiles(Folder, Prefix + "*.tmp", options);
        }
        catch (UnauthorizedAccessException)
        {
            // A folder may be writable but not listable; leftovers are merely untidy.
            return [];
        }
    }
}
