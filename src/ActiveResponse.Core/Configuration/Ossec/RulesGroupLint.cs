namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of group patterns that match more, less or nothing: the pattern is searched in <c>group,group,</c>.</summary>
internal static class RulesGroupLint
{
    /// <param name="reading">Takes the warnings.</param>
    /// <param name="item">The element.</param>
    /// <param name="compiled">Its pattern; null if the daemon refuses it.</param>
    public static void Check(ConfigReading reading, XmlItem item, OsRegex? compiled)
    {
        var pattern = item.Value;
        if (pattern.Length == 0 && !reading.IsOssec)
        {
            reading.Warn(
                item,
                "rules-group-everything",
                "An empty pattern matches every rule: write group names, each with a comma at its end, or remove the element."
            );
            return;
        }

        if (pattern.Length == 0 || compiled is null)
        {
            reading.Warn(
                item,
                "rules-group-never",
                $"The pattern {ConfigReading.Quote(pattern)} is empty or broken and never matches: write group names, each with a comma "
                    + "at its end, with \"|\" between."
            );
            return;
        }

        // Authors of escapes and groups know what they write.
        if (pattern.AsSpan().ContainsAny("\\()^"))
        {
            return;
        }

        if (FirstProblem(pattern) is { } problem)
        {
            reading.Warn(item, problem.Code, $"{ConfigReading.Quote(pattern)}: {problem.Message}");
        }
    }

    /// <summary>The first problem; an empty alternative outweighs problems with the others.</summary>
    private static (string Code, string Message)? FirstProblem(ReadOnlySpan<char> pattern)
    {
        (string Code, string Message)? first = null;
        foreach (var part in pattern.Split('|'))
        {
            var alternative = pattern[part];
            if (alternative.IsEmpty)
            {
                return Problem(alternative);
            }

            first ??= Problem(alternative);
        }

        return first;
    }

    private static (string Code, string Message)? Problem(ReadOnlySpan<char> alternative)
    {
        var names = alternative.TrimEnd('$').TrimEnd(',');
        if (alternative.IsEmpty)
        {
            return ("rules-group-everything", "an empty alternative matches every rule: remove the \"|\" at the end or the doubled one.");
        }

        if (alternative.ContainsAny(" \t\r\n"))
        {
            return ("rules-group-blank", "blanks are part of the pattern, and group names have none: remove them.");
        }

        if (names.Contains(','))
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
