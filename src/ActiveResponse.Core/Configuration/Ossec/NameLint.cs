using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of ambiguous names in <c>ar.conf</c>, unused commands, and a full table.</summary>
internal static class NameLint
{
    public static void Check(ConfigReading reading)
    {
        CheckCollisions(reading);
        CheckUnused(reading);
    }

    private static void CheckCollisions(ConfigReading reading)
    {
        var names = new Dictionary<string, ResponseDefinition>(StringComparer.Ordinal);
        var builtIn = reading.IsOssec ? 1 : 2;
        foreach (var response in reading.Responses)
        {
            if (response.Definition is not { } definition)
            {
                continue;
            }

            if (!names.TryAdd(definition.Name, definition))
            {
                if (names[definition.Name].Command.Executable != definition.Command.Executable)
                {
                    var shown = ConfigReading.Quote(definition.Name);
                    reading.Warn(
                        response.Item,
                        "response-name",
                        $"Two responses are called {shown} in ar.conf, and execd runs the first one's executable for both: "
                            + "rename a command, or change a timeout."
                    );
                }
            }
            else if (names.Count == ArConfReader.MaxEntries - builtIn + 1)
            {
                var limit = ArConfReader.MaxEntries.ToString(CultureInfo.InvariantCulture);
                reading.Warn(
                    response.Item,
                    "ar-conf-full",
                    $"execd has room for {limit} names, its own included: remove responses that are not needed."
                );
            }
        }
    }

    /// <summary>
    /// Warns of unused commands. The stock files define all stock commands, and a file without responses may serve others.
    /// </summary>
    private static void CheckUnused(ConfigReading reading)
    {
        if (reading.DaemonStopped || reading.Responses.Count == 0)
        {
            return;
        }

        var usedByDisabled = reading.Responses.Select(static r => r.Command?.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var command in reading.Commands)
        {
            if (
                command is { Used: false, Shadowed: false, Definition: { } definition }
                && !usedByDisabled.Contains(definition.Name)
                && StockExecutables.Find(definition.Executable) is null
            )
            {
                reading.Warn(
                    command.Item,
                    "command-unused",
                    $"No response uses the command {ConfigReading.Quote(definition.Name)}: remove it, or add an <active-response>."
                );
            }
        }
    }
}
