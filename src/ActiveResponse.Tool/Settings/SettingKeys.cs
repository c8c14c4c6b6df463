using System.CommandLine;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Settings;

/// <summary>The keys of settings: one for each option of <c>run</c>, <c>killSwitch</c> for <c>--kill-switch</c>.</summary>
internal sealed class SettingKeys
{
    /// <summary>Prefix of an environment variable with a setting: <c>ACTIVE_RESPONSE_KILL_SWITCH</c>.</summary>
    public const string VariablePrefix = "ACTIVE_RESPONSE_";

    private readonly Dictionary<string, Option> _options;

    private SettingKeys(IEnumerable<Option> options) => _options = options.ToDictionary(KeyOf, StringComparer.Ordinal);

    /// <summary>All keys, in the order of the help text.</summary>
    public IEnumerable<string> All => _options.Keys;

    /// <summary>The keys of <c>run</c>.</summary>
    public static SettingKeys OfRun() => new(OptionsOf(RunCommand.Build()));

    /// <summary>The option of a key; null if there is none.</summary>
    public Option? OptionOf(string key) => _options.GetValueOrDefault(key);

    /// <summary>The options of a command that settings may give.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(static option =>
            option.Name != SettingsSource.OptionName && option.Name.StartsWith("--", StringComparison.Ordinal)
        );

    /// <summary>The key of an option.</summary>
    public static string KeyOf(Option option)
    {
        var words = option.Name.TrimStart('-').Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    /// <summary>The environment variable of an option.</summary>
    public static string VariableOf(Option option) => VariablePrefix + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>Whether an option can be repeated.</summary>
    public static bool IsRepeatable(Option option) => option.ValueType.IsArray;

    /// <summary>Whether an option is a switch.</summary>
    public static bool IsSwitch(Option option) => option.ValueType == typeof(bool);
}
