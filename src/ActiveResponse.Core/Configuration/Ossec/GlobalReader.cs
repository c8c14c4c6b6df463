namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads what analysisd reads after active response: the allow list, and under OSSEC whatever else it refuses.</summary>
internal static class GlobalReader
{
    public static void Read(ConfigReading reading)
    {
        foreach (var section in SectionReader.Where(reading, section => ElementsOf(reading.IsOssec, section.Name) is not null))
        {
            var known = ElementsOf(reading.IsOssec, section.Section.Name)!;
            foreach (var child in section.Children)
            {
                ReadElement(reading, section.Section, child, known);
            }
        }
    }

    private static ElementRules? ElementsOf(bool isOssec, string section) =>
        (isOssec, section) switch
        {
            (true, "global") => KnownElements.OssecGlobal,
            (true, "alerts") => KnownElements.OssecAlerts,
            (true, "rules") => KnownElements.OssecRules,
            (true, "syscheck") => KnownElements.OssecSyscheck,
            (false, "global") => KnownElements.WazuhGlobal,
            _ => null,
        };

    private static void ReadElement(ConfigReading reading, XmlItem section, XmlItem child, ElementRules known)
    {
        if (reading.Options.IsAgentHost && known[child.Name] is not ValueRule.Allowed)
        {
            // Agents have no analysisd, so its further checks don't apply.
            return;
        }

        if (known[child.Name] is not { } rule)
        {
            ReportUnknown(reading, section, child, known);
            return;
        }

        switch (rule)
        {
            case ValueRule.Allowed:
                AllowListReader.Read(reading, child);
                break;
            case ValueRule.RuleFile when reading.Options.RuleFileExists is { } exists && !exists(child.Value):
                reading.Refuse(
                    child,
                    "1226",
                    $"There is no rule file {ConfigReading.Quote(child.Value)}: correct the name or the rules folder, or remove the line."
                );
                break;
            default:
                if (Problem(rule, child.Value) is { } problem)
                {
                    reading.Refuse(child, problem.Code, $"<{child.Name}> is {ConfigReading.Quote(child.Value)}: {problem.Remedy}.");
                }

                break;
        }
    }

    private static void ReportUnknown(ConfigReading reading, XmlItem section, XmlItem child, ElementRules known)
    {
        if (section.Name == "syscheck")
        {
            return;
        }

        if (reading.IsOssec)
        {
            reading.Refuse(child, "1230", UnknownElement.Describe(child.Name, section.Name, known.Names, ConfigDialect.Ossec));
        }
        else if (child.Name == "allow_list")
        {
            AllowListReader.Read(reading, child);
            reading.Warn(
                child,
                "unknown-global-element",
                "Wazuh doesn't know <allow_list>, so wazuh-analysisd would not start: write <white_list>. It is obeyed here."
            );
        }
        else
        {
            reading.Warn(
                child,
                "unknown-global-element",
                $"{ConfigReading.Quote(child.Name)} isn't an element of Wazuh's <global>, so wazuh-analysisd would not start: "
                    + "correct or remove it."
            );
        }
    }

    private static (string Code, string Remedy)? Problem(ValueRule rule, string value) =>
        rule switch
        {
            ValueRule.YesOrNo when value is not ("yes" or "no") => ("1235", "write exactly yes or no"),
            ValueRule.YesOrNoUnnumbered when value is not ("yes" or "no") => ("1202", "write exactly yes or no"),
            ValueRule.Digits when !CNumber.IsDigits(value) => ("1235", "write a whole number, digits only"),
            ValueRule.MailAddress when !LooksLikeMail(value) => ("1202", "write an address such as admin@example.com"),
            _ => null,
        };

    private static bool LooksLikeMail(string value)
    {
        for (var at = value.IndexOf('@', StringComparison.Ordinal); at >= 0; at = value.IndexOf('@', at + 1))
        {
            if (at > 0 && at < value.Length - 1 && IsMailCharacter(value[at - 1]) && IsMailCharacter(value[at + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMailCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '\\' or '.' or '_' or '-';
}
