using System.Collections.Immutable;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads an <c>ar.conf</c> back as <c>execd</c> does (<c>src/os_execd/exec.c</c> of OSSEC and Wazuh 4.14).</summary>
public static class ArConfReader
{
    /// <summary>Capacity of <c>execd</c>'s table; beyond it <c>execd</c> writes out of bounds, and this reader drops entries.</summary>
    public const int MaxEntries = 64;

    /// <summary>Maximum line length in bytes; longer lines are split.</summary>
    private const int MaxLine = 6143;

    private const int MaxName = 256;

    /// <summary>Reads one file.</summary>
    /// <param name="content">Content of the file.</param>
    /// <param name="dialect">Wazuh drops names that start with <c>!</c>.</param>
    /// <param name="scriptExists">Whether the script folder has a file of this name; null: every executable counts as present.</param>
    /// <param name="fileName">File name for problems, or null.</param>
    public static ArConfFile Read(
        ReadOnlySpan<byte> content,
        ConfigDialect dialect,
        Func<string, bool>? scriptExists = null,
        string? fileName = null
    ) => Read(content, dialect, scriptExists, fileName, MaxEntries);

    /// <summary>Reads one file with another capacity than <c>execd</c>'s.</summary>
    internal static ArConfFile Read(
        ReadOnlySpan<byte> content,
        ConfigDialect dialect,
        Func<string, bool>? scriptExists,
        string? fileName,
        int room
    )
    {
        var table = new ArConfTable(scriptExists, fileName, room);
        var line = 1;
        while (!content.IsEmpty)
        {
            var newline = content.IndexOf((byte)'\n');
            var length = Math.Min(newline < 0 ? content.Length : newline + 1, MaxLine);
            ReadLine(table, LosslessText.DecodeCString(content[..length]), line, dialect);
            line += content[length - 1] == '\n' ? 1 : 0;
            content = content[length..];
        }

        return table.ToFile();
    }

    private static void ReadLine(ArConfTable table, string text, int line, ConfigDialect dialect)
    {
        if (dialect == ConfigDialect.Wazuh && text.StartsWith('!'))
        {
            table.Warn(line, "1313", "A name must not start with \"!\": remove it. The line is ignored.");
            return;
        }

        var afterName = text.IndexOf(" - ", StringComparison.Ordinal);
        var afterExecutable = afterName < 0 ? -1 : text.IndexOf(" - ", afterName + 3, StringComparison.Ordinal);
        if (afterExecutable < 0)
        {
            table.Warn(line, "1313", "Not a line of ar.conf: write \"name - executable - seconds\". The line is ignored.");
            return;
        }

        var name = LosslessText.Encode(text[..afterName]);
        table.Add(
            LosslessText.Decode(name.AsSpan(0, Math.Min(name.Length, MaxName))),
            text[(afterName + 3)..afterExecutable],
            TimeSpan.FromSeconds(CNumber.Atoi(text.AsSpan(afterExecutable + 3))),
            line
        );
    }
}
