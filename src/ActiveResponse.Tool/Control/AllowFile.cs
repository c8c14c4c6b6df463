using System.Collections.Immutable;
using System.IO.Abstractions;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Platform;

namespace ActiveResponse.Tool.Control;

/// <summary>
/// The allow list entries added while an agent ran: a small file beside the state, one entry per line, with a note after #; without a path
/// they last as long as the process.
/// </summary>
/// <param name="path">The file; null for none.</param>
/// <param name="fileSystem">The file system; null for this host's.</param>
/// <param name="native">Checks and replaces the file; null for the file system's own implementation.</param>
internal sealed class AllowFile(string? path, IFileSystem? fileSystem = null, INativeFiles? native = null)
{
    private const int MostEntries = 10_000;
    private const long MostBytes = 4 * 1024 * 1024;

    private readonly IFileSystem _files = fileSystem ?? new FileSystem();
    private readonly INativeFiles _native = native ?? NativeFiles.For(fileSystem ?? new FileSystem());

    private ImmutableDictionary<string, OrderNote> _notes = ImmutableDictionary.Create<string, OrderNote>(StringComparer.Ordinal);

    public string? Path => path;

    /// <summary>Why an entry was added, and by whom; nothing if that isn't known.</summary>
    public OrderNote NoteOf(AllowListEntry entry) => _notes.GetValueOrDefault(entry.Text, OrderNote.None);

    /// <summary>The file beside a state file.</summary>
    public static AllowFile Beside(string? stateFile) => new(stateFile is null ? null : stateFile + ".allow");

    /// <summary>Parses an entry.</summary>
    /// <returns>The error; null if it is valid.</returns>
    public static string? TryRead(string? text, out AllowListEntry entry)
    {
        var problem =
            AllowListEntry.TryParse(text, out var read, out var wrong) && read.Network is { Length: 0 }
                ? "that would allow every address: use a kill switch to stop all blocks"
                : wrong;
        entry = read ?? new AllowListEntry { Text = text ?? "" };
        return problem;
    }

    /// <summary>Puts entries before those of a configuration, as manual entries take precedence.</summary>
    public static AllowList Merge(ImmutableArray<AllowListEntry> entries, AllowList configured) => new([.. entries, .. configured.Entries]);

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">Others can write it, or it has invalid content; the message is for an operator.</exception>
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
        var notes = _notes.ToBuilder();
        notes.Clear();
        foreach (var line in _files.FileInfo.New(path).Length > MostBytes ? throw Damaged("it is too large") : _files.File.ReadLines(path))
        {
            var (text, note) = AllowLine.Read(line);
            entries.Add(TryRead(text, out var entry) is { } problem ? throw Damaged(problem) : entry);
            if (note != OrderNote.None)
            {
                notes[entry.Text] = note;
            }
        }

        _notes = notes.ToImmutable();
        return entries.ToImmutable();
    }

    /// <summary>Replaces the file atomically.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="added">The one that is new; null if none is.</param>
    /// <param name="note">Why it is added, and by whom.</param>
    /// <exception cref="IOException">It can't be written; the old content stays.</exception>
    public void Write(ImmutableArray<AllowListEntry> entries, AllowListEntry? added = null, OrderNote? note = null)
    {
        if (entries.Length > MostEntries)
        {
            throw new ControlException($"the allow list is full: {MostEntries} entries; add networks to the configuration instead");
        }

        var notes = _notes.RemoveRange(_notes.Keys.Except(entries.Select(static entry => entry.Text)));
        notes = added is null || note is null || note == OrderNote.None ? notes : notes.SetItem(added.Text, note);
        if (path is not null)
        {
            var lines = entries.Select(entry => AllowLine.Write(entry.Text, notes.GetValueOrDefault(entry.Text, OrderNote.None)) + "\n");
            _native.Replace(path, Encoding.UTF8.GetBytes(string.Concat(lines)));
        }

        _notes = notes;
    }

    private IOException Damaged(string why) =>
        new($"The allow list {path} can't be read: {SafeText.Of(why, 400)}. Correct the file, or delete it to start over.");
}
