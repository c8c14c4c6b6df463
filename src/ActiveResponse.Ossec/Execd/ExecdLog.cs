using System.Globalization;
using System.Text;
using ActiveResponse.Ossec.Files;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Writes to <c>logs/ossec.log</c> of an installation, in the form of its daemons. Thread-safe.</summary>
/// <param name="folder">The installation.</param>
/// <param name="clock">The clock for the local time of each line.</param>
public sealed class ExecdLog(ExecdFolder folder, TimeProvider clock)
{
    /// <summary>Appends a line. A missing log is created; a link in its place isn't followed.</summary>
    /// <param name="line">The text, without the time and the daemon's name.</param>
    /// <exception cref="IOException">It can't be written, or isn't a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public void Write(string line)
    {
        var time = clock.GetLocalNow().ToString("yyyy'/'MM'/'dd HH':'mm':'ss", CultureInfo.InvariantCulture);
        SharedLog.Append(Path.Combine(folder.Home, "logs", "ossec.log"), Encoding.UTF8.GetBytes($"{time} {folder.Daemon}: {line}\n"));
    }
}
