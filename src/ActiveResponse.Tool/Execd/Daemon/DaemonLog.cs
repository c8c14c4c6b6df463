using System.Runtime.InteropServices;
using System.Text;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Execd.Daemon;

/// <summary>The log of a background process: <c>logs/ossec.log</c> in the form of the originals, and until it is ready also its starter's
/// streams.</summary>
internal sealed partial class DaemonLog(ExecdFolder folder, TimeProvider clock) : TextWriter
{
    private const int Nothing = 2; // O_RDWR, for /dev/null

    private readonly ExecdLog _log = new(folder, clock);
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();
    private readonly Stream _starter = new ForgivingStream(2, Console.OpenStandardError);
    private bool _isReady;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Redirects standard output and standard error to this log.</summary>
    public void TakeOver()
    {
        Console.SetOut(this);
        Console.SetError(this);
    }

    /// <summary>Reports readiness to the process that started this one, and releases its streams.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            if (_isReady)
            {
                return;
            }

            _isReady = true;
            using (var output = new ForgivingStream(1, Console.OpenStandardOutput))
            {
                output.WriteByte(DaemonStart.Ready);
                output.Flush();
            }

            var nothing = OpenFile("/dev/null", Nothing);
            for (var standard = 0; nothing >= 0 && standard < 3; standard++)
            {
                _ = Duplicate(nothing, standard);
            }
        }
    }

    public override void Write(char value)
    {
        lock (_gate)
        {
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            var line = _line.ToString().TrimEnd('\r');
            _line.Clear();
            WriteEntry(line);
        }
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (_gate)
        {
            base.Write(buffer, index, count);
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            base.Write(value);
        }
    }

    private void WriteEntry(string line)
    {
        if (!_isReady)
        {
            _starter.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        try
        {
            _log.Write(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no one left to report to, and the work matters more than its log.
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
