using System.CommandLine;

namespace ActiveResponse.Tool.Settings;

/// <summary>Values of settings as words of a command line.</summary>
internal static class SettingValues
{
    public const string On = "true";
    public const string Off = "false";

    /// <summary>What is wrong with the values of an option; null if they fit it. The option itself checks their meaning.</summary>
    public static string? ProblemOf(Option option, IReadOnlyList<string> values)
    {
        if (SettingKeys.IsSwitch(option))
        {
            return values is [On or Off] ? null : "write true or false";
        }

        return values.Count == 1 || SettingKeys.IsRepeatable(option) ? null : "write one value";
    }

    /// <summary>The words that give an option these values.</summary>
    public static IEnumerable<string> WordsOf(Option option, IReadOnlyList<string> values)
    {
        if (SettingKeys.IsSwitch(option))
        {
            return values is [On] ? [option.Name] : [];
        }

        // In one word, as a value may begin with a dash.
        return values.Select(value => $"{option.Name}={value}");
    }
}
