using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>The comment line above each of our entries: <c># active-response until 2026-11-22T19:05:00Z for 203.0.113.9</c>.</summary>
/// <remarks>hosts_access(5) has no comments at the end of a line, so it has a line of its own. It names the address, so that a leftover
/// marker (the administrator deleted the entry below it) can't claim the line that follows.</remarks>
internal static class HostsDenyMarker
{
    private const string Forever = "lifted";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
    private const int Longest = 160;

    private static ReadOnlySpan<byte> Start => "# active-response until "u8;

    private static ReadOnlySpan<byte> Middle => " for "u8;

    public static string Format(FirewallEntry entry) =>
        $"{Encoding.ASCII.GetString(Start)}{Time(entry.Until)}{Encoding.ASCII.GetString(Middle)}{entry.Address}";

    /// <summary>Reads a line that has exactly the form of <see cref="Format"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out FirewallEntry entry)
    {
        entry = default;
        if (line.Length > Longest || !line.StartsWith(Start) || !Ascii.IsValid(line))
        {
            return false;
        }

        var rest = line[Start.Length..];
        var middle = rest.IndexOf(Middle);
        if (
            middle < 0
            || !TryReadTime(Encoding.ASCII.GetString(rest[..middle]), out var until)
            || !AddressPrefix.TryParse(Encoding.ASCII.GetString(rest[(middle + Middle.Length)..]), out var address)
        )
        {
            return false;
        }

        entry = new FirewallEntry(address, until);
        return Ascii.Equals(line, Format(entry).AsSpan());
    }

    private static string Time(DateTimeOffset? until) =>
        until is { } end ? end.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) : Forever;

    private static bool TryReadTime(string text, out DateTimeOffset? until)
    {
        until = null;
        if (text == Forever)
        {
            return true;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isTime = DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, Utc, out var end);
        until = end;
        return isTime;
    }
}
