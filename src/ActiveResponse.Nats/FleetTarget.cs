using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>The agents of a fleet an order is for: all, one, or those with a label.</summary>
/// <remarks>Written as <c>all</c>, <c>agent:ID</c> or <c>label:NAME</c>. Ids and labels have 1 to 64 letters, digits, <c>_</c> and
/// <c>-</c>; a number is written without leading zeros.</remarks>
public readonly record struct FleetTarget
{
    private const int MaxNameLength = 64;
    private const string AgentPrefix = "agent:";

    private FleetTarget(FleetTargetKind kind, string? name) => (Kind, Name) = (kind, name);

    /// <summary>All agents.</summary>
    public static FleetTarget All { get; }

    /// <summary>The kind of target.</summary>
    public FleetTargetKind Kind { get; }

    /// <summary>The agent's id or the label; null for all agents.</summary>
    public string? Name { get; }

    /// <summary>One agent.</summary>
    /// <param name="id">The agent's id.</param>
    /// <exception cref="ArgumentException">It has invalid characters, or is too long.</exception>
    public static FleetTarget Agent(string id) =>
        TryParse(AgentPrefix + id, out var target) ? target : throw new ArgumentException(Rule("agent id"), nameof(id));

    /// <summary>The agents with a label.</summary>
    /// <param name="label">The label.</param>
    /// <exception cref="ArgumentException">It has invalid characters, or is too long.</exception>
    public static FleetTarget Label(string label) =>
        TryParse(HostIdentity.LabelTarget + label, out var target) ? target : throw new ArgumentException(Rule("label"), nameof(label));

    /// <summary>Parses <c>all</c>, <c>agent:ID</c> or <c>label:NAME</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">The target; all agents if the text isn't one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out FleetTarget target)
    {
        target = All;
        if (text == "all")
        {
            return true;
        }

        if (text is not null && text.StartsWith(AgentPrefix, StringComparison.Ordinal) && IsName(text.AsSpan(AgentPrefix.Length)))
        {
            target = new FleetTarget(FleetTargetKind.Agent, Plain(text[AgentPrefix.Length..]));
            return true;
        }

        if (
            text is not null
            && text.StartsWith(HostIdentity.LabelTarget, StringComparison.Ordinal)
            && IsName(text.AsSpan(HostIdentity.LabelTarget.Length))
        )
        {
            target = new FleetTarget(FleetTargetKind.Label, text[HostIdentity.LabelTarget.Length..]);
            return true;
        }

        return false;
    }

    /// <summary>Returns <c>all</c>, <c>agent:ID</c> or <c>label:NAME</c>.</summary>
    public override string ToString() =>
        Kind switch
        {
            FleetTargetKind.Agent => AgentPrefix + Name,
            FleetTargetKind.Label => HostIdentity.LabelTarget + Name,
            _ => "all",
        };

    /// <summary>Whether a text can be part of a NATS subject: the name of a fleet, an agent or a label.</summary>
    internal static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= MaxNameLength;
    }

    /// <summary>Returns an agent's id as used in subjects: <c>032</c> and <c>32</c> are the same agent.</summary>
    internal static string Plain(string id) =>
        uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : id;

    private static string Rule(string what) =>
        $"An {what} must have 1 to {MaxNameLength} letters, digits, '_' and '-'.".Replace("An label", "A label", StringComparison.Ordinal);
}
