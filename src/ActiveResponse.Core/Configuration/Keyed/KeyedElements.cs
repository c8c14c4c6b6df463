using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Configuration.Keyed;

/// <summary>One key, the element it stands for, and how its value is read.</summary>
internal sealed record KeyedElement(string Key, string Element, Func<IConfigurationSection, KeyTree, string?> Read);

/// <summary>The keys of commands and responses: the list <c>docs/configuration.md</c> repeats.</summary>
internal static class KeyedElements
{
    /// <summary>What an <c>AgentId</c> starts with when it means a label.</summary>
    public const string LabelTarget = "label:";

    private static readonly KeyedElement Expect = new("Expect", "expect", KeyedValue.List);

    /// <summary>Of an entry of <c>Commands</c>.</summary>
    public static IReadOnlyList<KeyedElement> Command { get; } =
    [
        new("Name", "name", KeyedValue.Text),
        new("Executable", "executable", KeyedValue.Text),
        Expect,
        new("TimeoutAllowed", "timeout_allowed", KeyedValue.Boolean),
        new("ExtraArguments", "extra_args", KeyedValue.Text),
    ];

    /// <summary>The same under OSSEC, which wants an <c>&lt;expect&gt;</c> even when it is empty.</summary>
    public static IReadOnlyList<KeyedElement> OssecCommand { get; } =
    [
        .. Command.Select(static element =>
            element == Expect ? Expect with { Read = static (section, keys) => KeyedValue.List(section, keys) ?? "" } : element
        ),
    ];

    /// <summary>Of an entry of <c>Responses</c>.</summary>
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

    // The daemons know numbers only; the label is put back when they have judged the rest.
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
