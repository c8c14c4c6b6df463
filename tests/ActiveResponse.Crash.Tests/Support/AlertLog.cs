using ActiveResponse.Alerts;
using ActiveResponse.Platform;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>The alert file as its writer sees it: what was written, and where each alert ends, across rotations.</summary>
internal sealed class AlertLog(string path)
{
    private readonly List<(int File, long End, IReadOnlyList<EffectKey> Leads)> _alerts = [];
    private readonly List<string> _files = [IdOf(path)];
    private int _next;
    private bool _isRotated;

    /// <summary>How many alerts were written.</summary>
    public int Count => _next;

    public long Length => new FileInfo(path).Length;

    /// <summary>Appends an alert, and half of the time one before it that leads to nothing.</summary>
    public void Append(int rule, string address, IReadOnlyList<EffectKey> leads)
    {
        if (_next % 2 == 0)
        {
            Write(CrashConfig.QuietRule, address);
        }

        Write(rule, address);
        _alerts.Add((_files.Count - 1, Length, leads));
    }

    /// <summary>Renames the file and begins a new one, as log rotation does; not twice before it is read: the file in the middle is missed
    /// by design.</summary>
    public void Rotate()
    {
        if (_isRotated)
        {
            return;
        }

        _isRotated = true;
        File.Move(path, $"{path}.{_files.Count}");
        File.WriteAllText(path, "");
        _files.Add(IdOf(path));

        // A file that is still empty is not gone over to.
        Write(CrashConfig.QuietRule, "198.51.100.1");
    }

    /// <summary>All that was written is dealt with.</summary>
    public void Forget()
    {
        _alerts.Clear();
        _isRotated = false;
    }

    /// <summary>What the alerts before a position lead to, of those that were not dealt with when last looked.</summary>
    public IEnumerable<EffectKey> Before(AlertFilePosition? position)
    {
        var file = position is null ? -1 : _files.FindIndex(id => FileIdentity.SameFile(id, position.FileId));
        return _alerts
            .Where(alert => alert.File < file || (alert.File == file && alert.End <= position!.Offset))
            .SelectMany(static alert => alert.Leads);
    }

    private void Write(int rule, string address)
    {
        _next++;
        File.AppendAllText(
            path,
            $$$"""{"timestamp":"2026-11-22T12:00:00.000+0000","rule":{"level":5,"id":"{{{rule}}}","groups":"""
                + $$$"""["crash"]},"agent":{"id":"000"},"id":"1795000000.{{{_next}}}","data":{"srcip":"{{{address}}}"}}"""
                + "\n"
        );
    }

    private static string IdOf(string path)
    {
        using var stream = File.OpenRead(path);
        return FileIdentity.Of(stream)!;
    }
}
