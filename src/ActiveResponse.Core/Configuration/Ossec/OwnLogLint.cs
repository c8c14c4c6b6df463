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

    /// <param name="reading">Takes the warnings.</param>
    /// <param name="response">The response as in the file.</param>
    /// <param name="definition">The response.</param>
    /// <param name="group">The pattern of its groups; null without one, or if the daemon refuses it.</param>
    public static void Check(ConfigReading reading, ResponseSection response, ResponseDefinition definition, OsRegex? group)
    {
        foreach (var id in definition.RuleIds)
        {
            if (id is (>= 601 and <= 606) or (>= 651 and <= 658))
            {
                Warn(reading, response.RulesId, $"rule {id.ToString(CultureInfo.InvariantCulture)}");
                return;
            }
        }

        var byLevel = definition.Level is > 0 and <= Level;
        var byGroup = response.RulesGroup is { Value.Length: > 0 } && Matches(group);
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
    private static bool Matches(OsRegex? pattern) => pattern is not null && pattern.IsMatch(Groups) && !pattern.IsMatch([]);
}
