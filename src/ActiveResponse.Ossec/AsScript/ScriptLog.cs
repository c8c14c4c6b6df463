using System.Globalization;
using System.Text;
using ActiveResponse.Ossec.Files;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Writes to the agent's <c>logs/active-responses.log</c> in the form of the stock scripts, beside other writers.</summary>
/// <remarks>Each entry is one write in append mode, so entries of several processes never mix.</remarks>
internal sealed class ScriptLog(string file, TimeProvider clock, TextWriter? complaints)
{
    private bool _hasComplained;

    /// <summary>Writes <c>2026/08/01 03:17:27 PROGRAM: message</c>, like Wazuh's programs.</summary>
    public void Wazuh(string program, ReadOnlySpan<byte> message)
    {
        var time = clock.GetLocalNow().ToString("yyyy'/'MM'/'dd HH':'mm':'ss", CultureInfo.InvariantCulture);
        Write([.. Encoding.UTF8.GetBytes($"{time} {program}: "), .. message, (byte)'\n']);
    }

    /// <summary>Writes <c>Sat Aug  1 03:17:27 UTC 2026 message</c>, like OSSEC's scripts.</summary>
    public void Ossec(string message) => Write(Encoding.UTF8.GetBytes($"{Date()} {message}\n"));

    // The decoder expects a word for the time zone.
    private string Date()
    {
        var (now, zone) = (clock.GetLocalNow(), clock.LocalTimeZone);
        var name = zone.IsDaylightSavingTime(now) ? zone.DaylightName : zone.StandardName;
        if (name.Length is 0 or > 6 || !name.All(char.IsAsciiLetter))
        {
            (now, name) = (now.ToUniversalTime(), "UTC");
        }

        var day = now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        return string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {day} {now:HH':'mm':'ss} {name} {now.Year}");
    }

    private void Write(byte[] entry)
    {
        try
        {
            SharedLog.Append(file, entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A response matters more than its log; the stock programs go on too.
            if (!_hasComplained)
            {
                _hasComplained = true;
                complaints?.WriteLine($"{file} can't be written, so actions aren't logged: {e.Message}");
            }
        }
    }
}
