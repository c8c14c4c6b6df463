using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Configuration.Keyed;

/// <summary>A key, its element, and how its value is read.</summary>
internal sealed record KeyedElement(string Key, string Element, Func<IConfigurationSection, KeyTree, string?> Read);

/// <summary>Keys of commands and responses; <c>docs/configuration.md</c> lists them.</summary>
internal static class KeyedElements
{
    /// <summary>Prefix of an <c>AgentId</c> that means a label.</summary>
    public const string LabelTarget = "label:";

    private static readonly KeyedElement Expect = new("Expect", "expect", KeyedValue.List);

    /// <summary>Keys of an entry of <c>Commands</c>.</summary>
    public static IReadOnlyList<KeyedElement> Command { get; } =
    [
        new("Name", "name", KeyedValue.Text),
        new("Executable", "executable", KeyedValue.Text),
        Expect,
        new("TimeoutAllowed", "timeout_allowed", KeyedValue.Boolean),
        new("ExtraArguments", "extra_args", KeyedValue.Text),
    ];

    /// <summary>Keys under OSSEC, which requires <c>&lt;expect&gt;</c> even if empty.</summary>
    public static IReadOnlyList<KeyedElement> OssecCommand { get; } =
    [
        .. Command.Select(static element =>
            element == Expect ? Expect with { Read = static (section, keys) => KeyedValue.List(section, keys) ?? "" } : element
        ),
    ];

    /// <summary>Keys of an entry of <c>Responses</c>.</summary>
    public static IReadOnlyList<KeyedElement> Response { get; } =
    [
        new("Command", "command", KeyedValue.Text),
        new("Location", "location", KeyedValue.Location),
        new("AgentId", "agent_id", Agent),
        new("Level", "level", KeyedValue.Text),
        new("RulesId", "rules_id", KeyedValue.List),
        new("RulesGroup", "rules_group", KeyedValue.Text),
        new("Timeout", "timeout", KeyedValue.Seconds),
    ];

    // The daemons know only numbers; the label is restored after validation.
    private static string? Agent(IConfigurationSection section, KeyTree keys)
    {
        var text = KeyedValue.Text(section, keys);
        if (text is null || !text.StartsWith(LabelTarget, StringComparison.Ordinal))
        {
            return text;
        }

        if (text.Length == LabelTarget.Length)
        {
            keys.Reject(section, "The label has no name: write label:NAME, or the agent's number.");
        }

        return "1";
    }
}
