using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of responses that never fire, or fire on something else than they say.</summary>
internal static class TriggerLint
{
    private const int HighestLevel = 16;

    public static void Check(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        if (response is { Level: null, RulesId: null, RulesGroup: null, LevelRefused: false, Broken: false })
        {
            reading.Warn(
                response.Item,
                "never-fires",
                "This response has no <level>, <rules_id> or <rules_group>, so it never fires: add one."
            );
        }

        CheckLevel(reading, response, definition);
        CheckRuleIds(reading, response, definition);
    }

    private static void CheckLevel(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        if (response.Level is not { } level)
        {
            return;
        }

        var value = definition.Level ?? 0;
        if (value is 0 or > HighestLevel)
        {
            reading.Warn(
                level,
                "level-never-fires",
                $"The level {ConfigReading.Quote(level.Value)} never fires, as rules have levels 1 to 16: write one of these, or remove it."
            );
        }
        else if (!CNumber.IsWritten(level.Value.AsSpan().TrimStart('0'), (uint)value))
        {
            var shown = ConfigReading.Quote(level.Value);
            reading.Warn(level, "level-wraps", $"The level {shown} is too large a number and read as {value}: write that.");
        }
    }

    private static void CheckRuleIds(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        if (response.RulesId is not { } rules || RuleIdList.IsWritten(rules.Value, definition.RuleIds))
        {
            return;
        }

        var written = rules.Value.Split([',', ' ', '\t', '\r', '\n', ';', '|'], StringSplitOptions.RemoveEmptyEntries);
        var read = new List<string>();
        foreach (var id in definition.RuleIds)
        {
            read.Add(id.ToString(CultureInfo.InvariantCulture));
        }

        if (read.Count > 0 && written.Select(static w => w.Length > 1 ? w.TrimStart('0').PadLeft(1, '0') : w).SequenceEqual(read))
        {
            return;
        }

        var effect = read.Count switch
        {
            0 => "no rule at all",
            <= 5 => string.Join(',', read) + " only",
            _ => $"{read.Count} of its rules",
        };
        reading.Warn(
            rules,
            "rules-id-stops",
            $"{ConfigReading.Quote(rules.Value)} is read as {effect}: write rule numbers with commas between, on one line, without ranges."
        );
    }
}
