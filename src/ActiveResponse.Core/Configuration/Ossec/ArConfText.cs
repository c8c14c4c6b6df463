using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Builds the content of an <c>ar.conf</c>.</summary>
internal sealed class ArConfText
{
    /// <summary>Maximum length of a name in bytes.</summary>
    private const int MaxName = 255;

    private readonly List<byte> _bytes = [];

    public ArConfText(ConfigDialect dialect)
    {
        _bytes.AddRange("restart-ossec0 - restart-ossec.sh - 0\nrestart-ossec0 - restart-ossec.cmd - 0\n"u8);
        if (dialect == ConfigDialect.Wazuh)
        {
            _bytes.AddRange("restart-wazuh0 - restart-ossec.sh - 0\nrestart-wazuh0 - restart-ossec.cmd - 0\n"u8);
            _bytes.AddRange("restart-wazuh0 - restart-wazuh - 0\nrestart-wazuh0 - restart-wazuh.exe - 0\n"u8);
        }
    }

    public ImmutableArray<byte> Bytes => [.. _bytes];

    /// <summary>Returns the name of a response: command name and seconds joined, truncated as by the daemons.</summary>
    public static string NameOf(string command, int seconds) =>
        LosslessText.Decode(Cut(command + seconds.ToString(CultureInfo.InvariantCulture)));

    public void Add(string name, string executable, int seconds)
    {
        _bytes.AddRange(Cut(name));
        _bytes.AddRange(" - "u8);
        _bytes.AddRange(LosslessText.Encode(executable));
        _bytes.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" - {seconds}\n")));
    }

    private static ReadOnlySpan<byte> Cut(string name)
    {
        var bytes = LosslessText.Encode(name);
        return bytes.AsSpan(0, Math.Min(bytes.Length, MaxName));
    }
}
