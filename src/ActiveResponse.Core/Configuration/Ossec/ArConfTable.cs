using System.Collections.Immutable;

namespace ActiveResponse.Configuration.Ossec;

/// <summary><c>execd</c>'s table of names during loading.</summary>
internal sealed class ArConfTable(Func<string, bool>? scriptExists, string? fileName, int room)
{
    private readonly List<ArConfEntry> _entries = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<ConfigProblem> _problems = [];

    public void Add(string name, string executable, TimeSpan timeout, int line)
    {
        var present = IsPresent(executable, line) ? executable : null;
        if (!_places.TryGetValue(name, out var place))
        {
            if (_entries.Count == room)
            {
                Warn(line, "ar-conf-full", $"there is room for {room} names: remove responses that are not needed. The line is ignored.");
                return;
            }

            _places.Add(name, _entries.Count);
            _entries.Add(
                new ArConfEntry
                {
                    Name = name,
                    Executable = present,
                    Timeout = timeout,
                    Line = line,
                }
            );
            return;
        }

        // If the first line's executable is missing, a later one's is used, with the first one's timeout.
        var first = _entries[place];
        if (first.Executable is null)
        {
            _entries[place] = first with { Executable = present };
        }
    }

    public void Warn(int line, string code, string message) =>
        _problems.Add(
            new ConfigProblem
            {
                Severity = ConfigSeverity.Warning,
                Code = code,
                File = fileName,
                Line = line,
                Column = 1,
                Message = message,
            }
        );

    public ArConfFile ToFile() => new([.. _entries], [.. _problems]);

    private bool IsPresent(string executable, int line)
    {
        if (!ScriptName.LeavesFolder(executable))
        {
            return scriptExists?.Invoke(executable) ?? true;
        }

        var shown = ConfigReading.Quote(executable);
        Warn(line, "executable-path", $"{shown} leaves the script folder, so it is never run: write a file name without \"..\".");
        return false;
    }
}
