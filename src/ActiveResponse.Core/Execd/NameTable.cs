using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Execd;

/// <summary>Finds the program and the timeout of a name: in <c>ar.conf</c>, which is read when a name is not known and at no other time.</summary>
/// <param name="folder">Where the file and the programs are.</param>
/// <param name="tell">Is told what is wrong with the file.</param>
internal sealed class NameTable(ExecdFolder folder, Action<ExecdNote> tell)
{
    /// <summary>The original has room for 65 names and crashes at more; here a file of this many is still read.</summary>
    private const int Room = 4096;

    private ArConfFile _file = new([], []);
    private bool _wasRead;

    /// <summary>A program, and how long what it does lasts.</summary>
    /// <param name="Executable">The executable as <c>ar.conf</c> names it; null when the name is known and there is nothing to run on this host.</param>
    /// <param name="Seconds">The timeout; 0 for none. It may be negative.</param>
    public readonly record struct Target(string? Executable, int Seconds);

    /// <summary>The target of a name; null when nobody knows it.</summary>
    public Target? Find(string name)
    {
        if (folder.Dialect == ConfigDialect.Wazuh && name.StartsWith('!'))
        {
            return OfFile(name[1..]);
        }

        if (_file.Find(name) is null)
        {
            Read();
        }

        if (_file.Find(name) is { } found)
        {
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

        tell(new ExecdNote("1311", $"'!{SafeText.Of(executable)}' leaves the folder of scripts, or is too long for a path: it is not run."));
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

        _file = ArConfReader.Read(content, folder.Dialect, folder.HasProgram, folder.ArConf, Room);
        foreach (var problem in _wasRead ? [] : _file.Problems)
        {
            tell(new ExecdNote(problem.Code, $"{problem.File}:{problem.Line}: {problem.Message}"));
        }

        _wasRead = true;
    }
}
