using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Finds the program and the timeout of a command name in <c>ar.conf</c>, which is read only when a name is unknown.</summary>
/// <param name="folder">The installation with the file and the programs.</param>
/// <param name="notify">Receives errors of the file, and names of missing programs.</param>
/// <param name="isBuiltIn">Whether an executable refers to a built-in responder, which works without the file; null if there are none, and
/// the file is read as the originals do. With built-in responders, a name whose program is missing causes another read, as the program may
/// have been added.</param>
internal sealed class NameTable(ExecdFolder folder, Action<ExecdNote> notify, Func<string, bool>? isBuiltIn = null)
{
    /// <summary>The original has room for 65 names and crashes beyond; here up to this many are read.</summary>
    private const int Room = 4096;

    private readonly HashSet<string> _toldMissing = new(StringComparer.Ordinal);
    private ArConfFile _file = new([], []);
    private bool _wasRead;

    /// <summary>A program and the duration of its effect.</summary>
    /// <param name="Executable">The executable as in <c>ar.conf</c>; null if the name is known but nothing runs on this host.</param>
    /// <param name="Seconds">The timeout; 0 for none. It may be negative.</param>
    public readonly record struct Target(string? Executable, int Seconds);

    /// <summary>The target of a name; null if it is unknown.</summary>
    public Target? Find(string name)
    {
        if (folder.Dialect == ConfigDialect.Wazuh && name.StartsWith('!'))
        {
            return OfFile(name[1..]);
        }

        var known = _file.Find(name);
        if (known is null || (known.Executable is null && isBuiltIn is not null))
        {
            Read();
            known = _file.Find(name);
        }

        if (known is { } found)
        {
            if (found.Executable is null)
            {
                LogMissing(name);
            }

            return new Target(found.Executable, (int)found.Timeout.TotalSeconds);
        }

        notify(new ExecdNote("1311", $"'{SafeText.Of(name)}' isn't in {folder.ArConf}: add it to the manager's configuration."));
        return null;
    }

    // Wazuh's API and custom commands may name any file of the folder; such a response is never reverted.
    private Target? OfFile(string executable)
    {
        if (!ScriptName.LeavesFolder(executable) && folder.PathOf(executable).EndsWith(executable, StringComparison.Ordinal))
        {
            return new Target(executable, 0);
        }

        notify(
            new ExecdNote("1311", $"'!{SafeText.Of(executable)}' is outside of the script folder, or too long for a path: it isn't run.")
        );
        return null;
    }

    private void Read()
    {
        if (folder.ReadArConf() is not { } content)
        {
            _file = new ArConfFile([], []);
            notify(new ExecdNote("1103", $"{folder.ArConf} can't be read: no command is known until it can."));
            return;
        }

        _file = ArConfReader.Read(content, folder.Dialect, IsThere, folder.ArConf, Room);
        foreach (var problem in _wasRead ? [] : _file.Problems)
        {
            notify(new ExecdNote(problem.Code, $"{problem.File}:{problem.Line}: {problem.Message}"));
        }

        _wasRead = true;
    }

    // The originals report each line only on the first read of the file.
    private bool IsThere(string executable)
    {
        var isThere = isBuiltIn?.Invoke(executable) == true || folder.HasProgram(executable);
        if (!isThere && !_wasRead)
        {
            notify(
                new ExecdNote(null, $"{SafeText.Of(folder.PathOf(executable), 300)} doesn't exist: its commands aren't run on this host.")
            );
        }

        return isThere;
    }

    private void LogMissing(string name)
    {
        if (_toldMissing.Count < Room && _toldMissing.Add(name))
        {
            notify(
                new ExecdNote(
                    null,
                    $"'{SafeText.Of(name)}' isn't run: {folder.ScriptFolder} has none of its programs. Add one "
                        + "if this host should run it. Logged once."
                )
            );
        }
    }
}
