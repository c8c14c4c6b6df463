using System.Globalization;

namespace ActiveResponse.Tool.Import;

/// <summary>The output of <c>ipset save</c>: <c>add SET ENTRY [timeout SECONDS] …</c>; an end of 0 is none.</summary>
internal static class IpsetMembers
{
    public static IReadOnlyList<ImportedBlock> Read(string text)
    {
        var blocks = new List<ImportedBlock>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is [] or ["create" or "flush", ..] || words[0].StartsWith('#'))
            {
                continue;
            }

            if (words is not ["add", var set, var entry, .. var options])
            {
                throw new ImportException($"line {number} isn't of 'ipset save'");
            }

            // An entry that must not match is no block.
            if (!options.Contains("nomatch"))
            {
                blocks.Add(new ImportedBlock(entry, LeftOf(options, number), $"set {set}"));
            }
        }

        return blocks;
    }

    private static TimeSpan? LeftOf(string[] options, int line)
    {
        var at = Array.IndexOf(options, "timeout");
        if (at < 0)
        {
            return null;
        }

        if (at + 1 == options.Length || !long.TryParse(options[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new ImportException($"line {line} has no number after 'timeout'");
        }

        return seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
    }
}
