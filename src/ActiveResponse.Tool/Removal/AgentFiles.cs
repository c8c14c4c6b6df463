namespace ActiveResponse.Tool.Removal;

/// <summary>The files that an agent leaves: the state with what is beside it, and its socket.</summary>
/// <param name="stateFile">The state file; null for none.</param>
/// <param name="socket">The control socket; null for none.</param>
internal sealed class AgentFiles(string? stateFile, string? socket)
{
    private const string OwnFolder = "active-response";

    // SQLite's companions, the lock, the allow list, the fleet's ledger, and databases that were damaged or replaced.
    private static readonly string[] Suffixes = ["", "-wal", "-shm", ".lock", ".allow", ".fleet"];
    private static readonly string[] Copies = [".corrupt-*", ".aside-*"];

    /// <summary>Those that exist.</summary>
    public IReadOnlyList<string> Existing => [.. Candidates().Where(File.Exists)];

    /// <summary>The folder, if it is ours and would be empty without them; otherwise null.</summary>
    public string? Folder =>
        stateFile is not null
        && Path.GetDirectoryName(stateFile) is { } folder
        && Path.GetFileName(folder) == OwnFolder
        && Directory.Exists(folder)
        && !Directory.EnumerateFileSystemEntries(folder).Except(Existing).Any()
            ? folder
            : null;

    private IEnumerable<string> Candidates()
    {
        if (stateFile is not null)
        {
            foreach (var suffix in Suffixes)
            {
                yield return stateFile + suffix;
            }

            var (folder, name) = (Path.GetDirectoryName(stateFile)!, Path.GetFileName(stateFile));
            foreach (var copy in Directory.Exists(folder) ? Copies.SelectMany(copy => Directory.EnumerateFiles(folder, name + copy)) : [])
            {
                yield return copy;
            }
        }

        if (socket is not null)
        {
            yield return socket;
        }
    }
}
