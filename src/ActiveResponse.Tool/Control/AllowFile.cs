using System.Collections.Immutable;
using System.IO.Abstractions;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Control;

/// <summary>The entries that were put on the allow list while an agent ran: a small file beside the state, an entry a line; without a path
/// they last as long as the process.</summary>
/// <param name="path">The file; null for none.</param>
/// <param name="fileSystem">Where it lies; null for this host's.</param>
/// <param name="native">Judges and replaces it; null for those of the file system.</param>
internal sealed class AllowFile(string? path, IFileSystem? fileSystem = null, INativeFiles? native = null)
{
    private const int MostEntries = 10_000;
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly IFileSystem _files = fileSystem ?? new FileSystem();
    private readonly INativeFiles _native = native ?? NativeFiles.For(fileSystem ?? new FileSystem());

    public string? Path => path;

    /// <summary>The file that goes with a state file.</summary>
    public static AllowFile Beside(string? stateFile) => new(stateFile is null ? null : stateFile + ".allow");

    /// <summary>An entry as somebody gives it.</summary>
    /// <returns>What is wrong with it; null when it was read.</returns>
    public static string? TryRead(string? text, out AllowListEntry entry)
    {
        var problem =
            AllowListEntry.TryParse(text, out var read, out var wrong) && read.Network is { Length: 0 }
                ? "that would let every address through: use a kill switch to stop all blocks"
                : wrong;
        entry = read ?? new AllowListEntry { Text = text ?? "" };
        return problem;
    }

    /// <summary>Puts entries before those of a configuration: what somebody says by hand has the last word.</summary>
    public static AllowList Merge(ImmutableArray<AllowListEntry> entries, AllowList configured) => new([.. entries, .. configured.Entries]);

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">Others can write it, or it holds something else; in words for an operator.</exception>
    public ImmutableArray<AllowListEntry> Read()
    {
        if (path is null || !_files.File.Exists(path))
        {
            return [];
        }

        if (_native.Judge(path).Reason is { } reason)
        {
            throw new IOException($"The allow list can't be trusted: {reason}.");
        }

        var entries = ImmutableArray.CreateBuilder<AllowListEntry>();
        foreach (var line in _files.FileInfo.New(path).Length > MostBytes ? throw Damaged("it is too large") : _files.File.ReadLines(path))
        {
            entries.Add(TryRead(line, out var entry) is { } problem ? throw Damaged(problem) : entry);
        }

        return entries.ToImmutable();
    }

    /// <summary>Writes the file anew, as a whole or not at all.</summary>
    /// <exception cref="IOException">It can't be written; what was there stays.</exception>
    public void Write(ImmutableArray<AllowListEntry> entries)
    {
        if (entries.Length > MostEntries)
        {
            throw new ControlException($"the allow list is full: {MostEntries} entries; put networks into the configuration instead");
        }

        if (path is null)
        {
            return;
        }

        _native.Replace(path, Encoding.UTF8.GetBytes(string.Concat(entries.Select(static entry => entry.Text + "\n"))));
    }

    private IOException Damaged(string why) =>
        new($"The allow list {path} can't be read: {SafeText.Of(why, 400)}. Correct the file, or remove it to begin anew.");
}
