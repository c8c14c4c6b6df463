using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>What an order says on a manager's queue, or why it can't be said.</summary>
/// <param name="Messages">The messages, in the order they are to be sent.</param>
/// <param name="Problem">Why there are none, or null.</param>
internal sealed record OrderMessages(ImmutableArray<QueueMessage> Messages, string? Problem = null)
{
    /// <summary>Says an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="dialect">Whose manager is told.</param>
    /// <param name="options">The manager.</param>
    public static OrderMessages Of(ResponseOrder order, ConfigDialect dialect, ManagerQueueOptions options) =>
        ProblemOf(order) is { } problem ? Not(problem)
        : dialect == ConfigDialect.Ossec ? OssecMessages.Of(order)
        : WazuhMessages.Of(order, options);

    /// <summary>No messages, and why.</summary>
    public static OrderMessages Not(string problem) => new([], problem);

    /// <summary>A name or id in one piece: the readers of both queues cut at blanks.</summary>
    public static bool IsOneWord(string text) => text.Length > 0 && !text.Any(static c => char.IsControl(c) || c == ' ');

    private static string? ProblemOf(ResponseOrder order) =>
        !IsOneWord(order.ResponseName)
            ? $"the manager cuts messages at blanks, so it can't be told '{SafeText.Of(order.ResponseName)}': rename the command"
        : order.Location == ResponseLocation.DefinedAgent && HostIdentity.LabelOf(order.TargetAgent) is { } label
            ? $"a manager knows no labels such as '{SafeText.Of(label)}'"
        : ScriptBorder.Refuse(order.Subject) is { } refusal ? refusal
        : null;
}
