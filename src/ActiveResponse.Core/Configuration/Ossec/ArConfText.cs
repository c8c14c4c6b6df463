using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Builds the content of an <c>ar.conf</c>.</summary>
internal sealed class ArConfText
{
    /// <summary>Maximum length of a name in bytes.</summary>
    private const int MaxName = 255;

    private const int MaxNumber = 11;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ArConfText(ConfigDialect dialect)
    {
        _bytes.Write("restart-ossec0 - restart-ossec.sh - 0\nrestart-ossec0 - restart-ossec.cmd - 0\n"u8);
        if (dialect == ConfigDialect.Wazuh)
        {
            _bytes.Write("restart-wazuh0 - restart-ossec.sh - 0\nrestart-wazuh0 - restart-ossec.cmd - 0\n"u8);
            _bytes.Write("restart-wazuh0 - restart-wazuh - 0\nrestart-wazuh0 - restart-wazuh.exe - 0\n"u8);
        }
    }

    public ImmutableArray<byte> Bytes => [.. _bytes.WrittenSpan];

    /// <summary>Returns the name of a response: command name and seconds joined, truncated as by the daemons.</summary>
    public static string NameOf(string command, int seconds)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{command}{seconds}");
        return name.Length <= MaxName && Ascii.IsValid(name) ? name : LosslessText.Decode(Cut(LosslessText.Encode(name)));
    }

    public void Add(string name, string executable, int seconds)
    {
        Write(name, MaxName);
        _bytes.Write(" - "u8);
        Write(executable, int.MaxValue);
        _bytes.Write(" - "u8);
        seconds.TryFormat(_bytes.GetSpan(MaxNumber), out var length, default, CultureInfo.InvariantCulture);
        _bytes.Advance(length);
        _bytes.Write("\n"u8);
    }

    private void Write(string text, int most)
    {
        if (text.Length <= most && Ascii.IsValid(text))
        {
            Encoding.ASCII.GetBytes(text, _bytes);
        }
        else
        {
            var bytes = LosslessText.Encode(text);
            _bytes.Write(bytes.AsSpan(0, Math.Min(bytes.Length, most)));
        }
    }

    private static ReadOnlySpan<byte> Cut(byte[] name) => name.AsSpan(0, Math.Min(name.Length, MaxName));
}
