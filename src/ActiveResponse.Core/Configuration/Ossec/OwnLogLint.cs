using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>
/// Warns of a response that fires on the alerts of its own log entries: it would block again whenever a block is added or ends.
/// </summary>
internal static class OwnLogLint
{
    // Stock rules of OSSEC and Wazuh for active-responses.log: 601 to 606 and 651 to 658.
    private const int Level = 3;
    private static ReadOnlySpan<byte> Groups => "ossec,active_response,"u8;

    public static void Check(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        var ownRules = definition.RuleIds.Where(static id => id is (>= 601 and <= 606) or (>= 651 and <= 658)).ToList();
        if (ownRules.Count > 0)
        {
            Warn(reading, response.RulesId, $"rule {ownRules[0].ToString(CultureInfo.InvariantCulture)}");
            return;
        }

        var byLevel = definition.Level is > 0 and <= Level;
        var byGroup = response.RulesGroup is { } group && Matches(reading, group.Value);
        if (!reading.IsOssec && LacksOther(response, byLevel, byGroup))
        {
            return;
        }

        if (byGroup)
        {
            Warn(reading, response.RulesGroup, "group ossec");
        }
        else if (byLevel)
        {
            Warn(reading, response.Level, "level 3");
        }
    }

    // Wazuh requires level and group together if both are given, OSSEC either.
    private static bool LacksOther(ResponseSection response, bool byLevel, bool byGroup) =>
        (!byLevel && response.Level is not null) || (!byGroup && response.RulesGroup is not null);

    private static void Warn(ConfigReading reading, XmlItem? at, string what)
    {
        if (at is not null)
        {
            reading.Warn(
                at,
                "own-log",
                $"This fires at what active response itself logs ({what}; its rules are 601-606 and 651-658), so each block "
                    + "leads to another one: "
                    + "name other rules, other groups, or a level from 4 up."
            );
        }
    }

    // A pattern that matches everything is reported elsewhere.
    private static bool Matches(ConfigReading reading, string pattern) =>
        pattern.Length > 0
        && OsRegex.TryCompile(pattern, reading.Options.Dialect, out var regex)
        && regex.IsMatch(Groups)
        && !regex.IsMatch([]);
}
