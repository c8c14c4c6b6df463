using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The rule for names of fleets, agents and labels.</summary>
internal static class FleetNames
{
    public const string Rule = "use 1 to 64 letters, digits, _ and -.";

    public static bool IsName(string text) => FleetTarget.TryParse("label:" + text, out _);

    /// <summary>Adds an error for each invalid name.</summary>
    public static void Check(CommandResult result, Option<string[]> option)
    {
        foreach (var value in (result.GetValue(option) ?? []).Where(static value => !IsName(value)))
        {
            result.AddError($"{option.Name}: '{value}' isn't a valid name: {Rule}");
        }
    }
}
