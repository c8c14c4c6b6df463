namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of commands that don't do what they seem to.</summary>
internal static class CommandLint
{
    private static readonly string[] Entities = ["&lt;", "&gt;", "&amp;", "&quot;", "&apos;"];

    public static void Check(ConfigReading reading, CommandSection command)
    {
        if (command is not { Name: { } name, Executable: { } executable })
        {
            return;
        }

        CheckName(reading, command, name);
        CheckExecutable(reading, command, executable);
        foreach (var item in (XmlItem?[])[name, executable, command.ExtraArguments])
        {
            CheckEntities(reading, item);
        }
    }

    /// <summary>Warns once per file that Wazuh ignores <c>&lt;expect&gt;</c>: such a file is probably OSSEC's.</summary>
    public static void CheckExpect(ConfigReading reading)
    {
        var expect = reading.Commands.Select(static c => c.Expect).FirstOrDefault(static e => e is not null);
        if (expect is not null && !reading.IsOssec)
        {
            reading.Warn(expect, "expect-ignored", "Wazuh ignores <expect>: remove it. Or is this an OSSEC file? Then read it as one.");
        }
    }

    private static void CheckName(ConfigReading reading, CommandSection command, XmlItem name)
    {
        if (command.Shadowed)
        {
            reading.Warn(
                name,
                "command-duplicate",
                $"An earlier command is called {ConfigReading.Quote(name.Value)}, and responses get that one: give this one another name."
            );
        }

        if (name.Value.Length == 0 || name.Value.AsSpan().ContainsAny("\n\r\t ") || name.Value.Contains(" - ", StringComparison.Ordinal))
        {
            reading.Warn(
                name,
                "command-name",
                $"The name {ConfigReading.Quote(name.Value)} has blanks or is empty; nothing is trimmed and ar.conf breaks on "
                    + "some: write letters, digits, \"-\", \"_\" and \".\"."
            );
        }
        else if (LosslessText.Encode(name.Value).Length > 244)
        {
            reading.Warn(
                name,
                "command-name",
                "The name is so long that ar.conf cuts it, and responses may get the same name: write at most 244 bytes."
            );
        }
    }

    private static void CheckExecutable(ConfigReading reading, CommandSection command, XmlItem executable)
    {
        var shown = ConfigReading.Quote(executable.Value);
        if (ScriptName.LeavesFolder(executable.Value))
        {
            reading.Warn(
                executable,
                "executable-path",
                $"{shown} leaves the script folder, so execd never runs it: write a file name without \"..\"."
            );
        }
        else if (executable.Value.StartsWith('/'))
        {
            reading.Warn(
                executable,
                "executable-path",
                $"{shown} is looked up below active-response/bin even with a leading \"/\": write the file name only."
            );
        }
        else if (
            executable.Value.Length == 0
            || executable.Value.AsSpan().ContainsAny("\n\r\t ")
            || executable.Value.Contains(" - ", StringComparison.Ordinal)
        )
        {
            reading.Warn(
                executable,
                "executable-name",
                $"{shown} has blanks or is empty; nothing is trimmed, and arguments can't stand here: write the file name only."
            );
        }
        else if (
            command.Used
            && reading.Options.ScriptExists is { } exists
            && !ScriptName.IsForWindows(executable.Value)
            && !exists(executable.Value)
        )
        {
            reading.Warn(executable, "executable-missing", $"The script folder has no {shown}: put the file there, or correct the name.");
        }

        CheckExpectedFields(reading, command);
    }

    private static void CheckExpectedFields(ConfigReading reading, CommandSection command)
    {
        if (reading.IsOssec && command.Expect is { } expect && ExpectList.Read(expect.Value).Unknown is { Count: > 0 } unknown)
        {
            reading.Warn(
                expect,
                "expect-unknown",
                $"<expect> knows no {ConfigReading.Quote(unknown[0])} and ignores it: write srcip, username or filename."
            );
        }
    }

    private static void CheckEntities(ConfigReading reading, XmlItem? item)
    {
        if (item is null)
        {
            return;
        }

        foreach (var entity in Entities)
        {
            if (item.Value.Contains(entity, StringComparison.Ordinal))
            {
                reading.Warn(
                    item,
                    "entity",
                    $"{entity} is not turned into a character: the daemons know no entities; write the character itself."
                );
                return;
            }
        }
    }
}
