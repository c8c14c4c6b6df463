using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Finds the program and the timeout of a name: in <c>ar.conf</c>, which is read when a name is not known and at no other
/// time.</summary>
/// <param name="folder">Where the file and the programs are.</param>
/// <param name="tell">Is told what is wrong with the file, and which programs are not there.</param>
/// <param name="isBuiltIn">
/// Whether an executable stands for a responder of our own, which acts whether or not the file is there; null where there is none, and the
/// file is read as the originals read it. With responders of our own a name whose program is missing has the file read again, since the
/// program may have come since.
/// </param>
internal sealed class NameTable(ExecdFolder folder, Action<ExecdNote> tell, Func<string, bool>? isBuiltIn = null)
{
    /// <summary>The original has room for 65 names and crashes at more; here a file of this many is still read.</summary>
    private const int Room = 4096;

    private readonly HashSet<string> _toldMissing = new(StringComparer.Ordinal);
    private ArConfFile _file = new([], []);
    private bool _wasRead;

    /// <summary>A program, and how long what it does lasts.</summary>
    /// <param name="Executable">The executable as <c>ar.conf</c> names it; null when the name is known and there is nothing to run on this
    /// host.</param>
    /// <param name="Seconds">The timeout; 0 for none. It may be negative.</param>
    public readonly record struct Target(string? Executable, int Seconds);

    /// <summary>The target of a name; null when nobody knows it.</summary>
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

        tell(new ExecdNote("1311", $"'{SafeText.Of(name)}' is no name of {folder.ArConf}: add it to the manager's configuration."));
        return null;
    }

    // Wazuh's API and commands of its own may name any file of the folder; such a response is never taken back.
    private Target? OfFile(string executable)
    {
        if (!ScriptName.LeavesFolder(executable) && folder.PathOf(executable).EndsWith(executable, StringComparison.Ordinal))
        {
            return new Target(executable, 0);
        }

        tell(
            new ExecdNote("1311", $"'!{SafeText.Of(executable)}' leaves the folder of scripts, or is too long for a path: it is not run.")
        );
        return null;
    }

    private void Read()
    {
        if (folder.ReadArConf() is not { } content)
        {
            _file = new ArConfFile([], []);
            tell(new ExecdNote("1103", $"{folder.ArConf} can't be read: no name is known until it can."));
            return;
        }

        _file = ArConfReader.Read(content, folder.Dialect, IsThere, folder.ArConf, Room);
        foreach (var problem in _wasRead ? [] : _file.Problems)
        {
            tell(new ExecdNote(problem.Code, $"{problem.File}:{problem.Line}: {problem.Message}"));
        }

        _wasRead = true;
    }

    // The originals tell this of each line when they read the file first, and never again.
    private bool IsThere(string executable)
    {
        var isThere = isBuiltIn?.Invoke(executable) == true || folder.HasProgram(executable);
        if (!isThere && !_wasRead)
        {
            tell(
                new ExecdNote(null, $"{SafeText.Of(folder.PathOf(executable), 300)} is not present: what names it is not run on this host.")
            );
        }

        return isThere;
    }

    private void LogMissing(string name)
    {
        if (_toldMissing.Count < Room && _toldMissing.Add(name))
        {
            tell(
                new ExecdNote(
                    null,
                    $"'{SafeText.Of(name)}' is not run: none of its programs is present in {folder.ScriptFolder}. Put one "
                        + "there if this host should run it. Told once."
                )
            );
        }
    }
}
