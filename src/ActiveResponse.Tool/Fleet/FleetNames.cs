using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>What fleets, agents and labels may be called.</summary>
internal static class FleetNames
{
    public const string Rule = "a name has 1 to 64 letters, digits, _ and -.";

    public static bool IsName(string text) => FleetTarget.TryParse("label:" + text, out _);

    /// <summary>Adds an error for each value that is no name.</summary>
    public static void Check(CommandResult result, Option<string[]> option)
    {
        foreach (var value in (result.GetValue(option) ?? []).Where(static value => !IsName(value)))
        {
            result.AddError($"{option.Name}: '{value}' can't be used: {Rule}");
        }
    }
}
