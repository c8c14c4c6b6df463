namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of group patterns that match more, less or nothing: the pattern is searched in <c>group,group,</c>.</summary>
internal static class RulesGroupLint
{
    public static void Check(ConfigReading reading, XmlItem item)
    {
        var pattern = item.Value;
        var shown = ConfigReading.Quote(pattern);
        if (pattern.Length == 0 && !reading.IsOssec)
        {
            reading.Warn(
                item,
                "rules-group-everything",
                "An empty pattern matches every rule: write group names, each with a comma at its end, or remove the element."
            );
            return;
        }

        if (pattern.Length == 0 || !OsRegex.TryCompile(pattern, reading.Options.Dialect, out _))
        {
            reading.Warn(
                item,
                "rules-group-never",
                $"The pattern {shown} is empty or broken and never matches: write group names, each with a comma at its end, "
                    + "with \"|\" between."
            );
            return;
        }

        // Authors of escapes and groups know what they write.
        if (pattern.AsSpan().ContainsAny("\\()^"))
        {
            return;
        }

        // An empty alternative outweighs problems with the others.
        foreach (var alternative in pattern.Split('|').OrderBy(static a => a.Length > 0))
        {
            if (Problem(alternative) is { } problem)
            {
                reading.Warn(item, problem.Code, $"{shown}: {problem.Message}");
                return;
            }
        }
    }

    private static (string Code, string Message)? Problem(string alternative)
    {
        var names = alternative.TrimEnd('$').TrimEnd(',');
        if (alternative.Length == 0)
        {
            return ("rules-group-everything", "an empty alternative matches every rule: remove the \"|\" at the end or the doubled one.");
        }

        if (alternative.AsSpan().ContainsAny(" \t\r\n"))
        {
            return ("rules-group-blank", "blanks are part of the pattern, and group names have none: remove them.");
        }

        if (names.Contains(',', StringComparison.Ordinal))
        {
            return (
                "rules-group-list",
                "a comma within doesn't separate groups, it must stand between two neighbours in the rule: separate groups with \"|\"."
            );
        }

        return alternative.EndsWith(',') || alternative.EndsWith('$')
            ? null
            : ("rules-group-comma", $"\"{names}\" also matches inside longer group names: end it with a comma.");
    }
}
