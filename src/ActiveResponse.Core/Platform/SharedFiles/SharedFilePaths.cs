namespace ActiveResponse.Platform.SharedFiles;

/// <summary>The file behind its symbolic links, and the names of ours beside it.</summary>
internal sealed class SharedFilePaths
{
    private SharedFilePaths(string file)
    {
        File = file;
        Folder = Path.GetDirectoryName(file) ?? "/";
        Prefix = $".{Path.GetFileName(file)}.active-response.";
    }

    /// <summary>The file itself: a link would be lost if it were replaced instead of what it points at.</summary>
    public string File { get; }

    public string Folder { get; }

    /// <summary>What the names of ours beside the file begin with.</summary>
    public string Prefix { get; }

    /// <summary>Locked by whoever changes the file. It outlives batches: the file itself is replaced, and a lock on what is gone guards
    /// nothing.</summary>
    public string Lock => Path.Combine(Folder, Prefix + "lock");

    /// <summary>The old content while the file is written in place.</summary>
    public string Before => Path.Combine(Folder, Prefix + "before");

    /// <summary>The new content while the file is written in place.</summary>
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

    /// <summary>A new name that nobody can have prepared something under.</summary>
    public string NewTemporary() => Path.Combine(Folder, $"{Prefix}{Guid.NewGuid():N}.tmp");

    /// <summary>Files a crash left half written. Only for who holds the lock: with it, no living writer has one.</summary>
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
            // A folder may be writable and closed to listing; leftovers are only untidy.
            return [];
        }
    }
}
