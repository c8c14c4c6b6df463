using System.Text.RegularExpressions;

namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>The options of one jail, with what they refer to: <c>%(name)s</c>, <c>%(section/name)s</c>, <c>%(known/name)s</c>.</summary>
internal sealed partial class JailOptions(JailFiles files, string jail)
{
    // As Python's configparser.
    private const int MostDepth = 10;
    private const int LongestValue = 256 * 1024;

    public string Jail => jail;

    /// <summary>The value of an option; null if it isn't set.</summary>
    /// <exception cref="ConvertException">It refers to what isn't there, or to itself.</exception>
    public string? Of(string option) => Raw(jail, option) is { } raw ? Filled(raw, option, 1) : null;

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(string option) => Of(option)?.Trim().ToLowerInvariant() is "1" or "yes" or "true" or "on";

    private string? Raw(string section, string option) =>
        files.Sections.GetValueOrDefault(section)?.GetValueOrDefault(option)
        ?? files.Sections.GetValueOrDefault(JailFiles.Default)?.GetValueOrDefault(option);

    private string? Referred(string name)
    {
        var slash = name.IndexOf('/');
        if (slash < 0)
        {
            return name == "__name__" ? jail : Raw(jail, name.ToLowerInvariant());
        }

        var (section, option) = (name[..slash], name[(slash + 1)..].ToLowerInvariant());
        return section.ToLowerInvariant() switch
        {
            "known" => files.Known.GetValueOrDefault(jail)?.GetValueOrDefault(option) ?? Raw(JailFiles.Default, option),
            "default" => Raw(JailFiles.Default, option),
            _ => Raw(section, option),
        };
    }

    private string Filled(string text, string option, int depth)
    {
        if (depth > MostDepth || text.Length > LongestValue)
        {
            throw new ConvertException($"[{jail}] {option} refers to itself, or becomes too long");
        }

        return Reference()
            .Replace(
                text,
                match =>
                    match.Groups["name"] switch
                    {
                        { Success: true, Value: var name } => Filled(
                            Referred(name) ?? throw new ConvertException($"[{jail}] {option} refers to '{name}', which isn't set"),
                            option,
                            depth + 1
                        ),
                        _ => "%",
                    }
            );
    }

    [GeneratedRegex(@"%%|%\((?<name>[^)]+)\)s")]
    private static partial Regex Reference();
}
