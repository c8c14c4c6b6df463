namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of responses that need a field their rules' alerts lack, so that they fire and do nothing.</summary>
/// <remarks>
/// OSSEC and Wazuh reserve rule ids 500 to 599 for their own events: agents that come and go, rootcheck, file integrity. None of these has
/// a source address or a user to lock, and only file integrity alerts (550 to 599, group <c>syscheck</c>) have a file.
/// </remarks>
internal static class FieldLint
{
    private const uint FirstOwnRule = 500;
    private const uint FirstFileRule = 550;
    private const uint AfterOwnRules = 600;
    private static readonly string[] OwnGroups = ["ossec", "syscheck", "rootcheck"];

    public static void Check(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        // Under OSSEC a level alone may admit any rule; under Wazuh it only narrows a group.
        var byLevelAlone = definition.Level is > 0 && (reading.IsOssec || definition.RulesGroup is null);
        if (byLevelAlone || (definition.RuleIds.IsEmpty && string.IsNullOrEmpty(definition.RulesGroup)))
        {
            return;
        }

        if (
            All(definition, static id => id is >= FirstOwnRule and < AfterOwnRules, OwnGroups)
            && NeedsAttacker(reading, definition.Command) is { } field
        )
        {
            Warn($"{field}, and alerts of these rules never have one: choose other rules, or a command that needs none.");
        }
        else if (reading.IsOssec && LacksFile(definition))
        {
            Warn("a file name, and only file integrity alerts (group syscheck) have one: choose their rules.");
        }

        void Warn(string what) =>
            reading.Warn(response.Item, "field-never-there", $"{ConfigReading.Quote(definition.Command.Name)} needs {what}");
    }

    private static bool LacksFile(ResponseDefinition definition) =>
        definition.Command.Expect.HasFlag(ExpectedFields.FileName)
        && All(
            definition,
            static id => id is < FirstFileRule or >= AfterOwnRules and < 100_000,
            ["sshd", "web", "authentication_failed", "authentication_failures", "attack", "accesslog"]
        );

    /// <summary>
    /// Returns the attacker's field a command requires: by its <c>&lt;expect&gt;</c>, under Wazuh by what the stock program of that name
    /// does.
    /// </summary>
    private static string? NeedsAttacker(ConfigReading reading, CommandDefinition command)
    {
        if (reading.IsOssec)
        {
            if (command.Expect.HasFlag(ExpectedFields.SourceAddress))
            {
                return "a source address";
            }

            return command.Expect.HasFlag(ExpectedFields.User) ? "a user" : null;
        }

        return StockExecutables.Find(command.Executable)?.Action switch
        {
            StockAction.FilterPackets or StockAction.DenyHost or StockAction.NullRoute => "a source address",
            StockAction.DisableAccount => "a user",
            _ => null,
        };
    }

    private static bool All(ResponseDefinition definition, Func<uint, bool> rule, string[] groups)
    {
        foreach (var id in definition.RuleIds)
        {
            if (!rule(id))
            {
                return false;
            }
        }

        return string.IsNullOrEmpty(definition.RulesGroup) || NamesOnly(definition.RulesGroup, groups);
    }

    private static bool NamesOnly(ReadOnlySpan<char> pattern, string[] groups)
    {
        foreach (var part in pattern.Split('|'))
        {
            if (!Contains(groups, pattern[part].TrimStart('^').TrimEnd('$').TrimEnd(',')))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(string[] groups, ReadOnlySpan<char> name)
    {
        foreach (var group in groups)
        {
            if (name.Equals(group, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
