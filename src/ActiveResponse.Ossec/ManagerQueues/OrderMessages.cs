using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>The messages that pass an order to a manager, or why there are none.</summary>
/// <param name="Messages">The messages, in sending order.</param>
/// <param name="Problem">Why there are none, for an operator; or null.</param>
public sealed record OrderMessages(ImmutableArray<QueueMessage> Messages, string? Problem = null)
{
    /// <summary>Creates the messages of an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="dialect">The manager's dialect.</param>
    /// <param name="options">The manager.</param>
    public static OrderMessages Of(ResponseOrder order, ConfigDialect dialect, ManagerQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(options);
        if (ProblemOf(order) is { } problem)
        {
            return Not(problem);
        }

        return dialect == ConfigDialect.Ossec ? OssecMessages.Of(order) : WazuhMessages.Of(order, options);
    }

    /// <summary>Creates a result without messages.</summary>
    internal static OrderMessages Not(string problem) => new([], problem);

    /// <summary>A name or id without blanks, at which the readers of both queues split.</summary>
    internal static bool IsOneWord(string text) => text.Length > 0 && !text.Any(static c => char.IsControl(c) || c == ' ');

    private static string? ProblemOf(ResponseOrder order)
    {
        if (!IsOneWord(order.ResponseName))
        {
            return $"the manager splits messages at blanks, so it can't get '{SafeText.Of(order.ResponseName)}': rename the command";
        }

        if (order.Location == ResponseLocation.DefinedAgent && HostIdentity.LabelOf(order.TargetAgent) is { } label)
        {
            return $"managers don't support labels such as '{SafeText.Of(label)}'";
        }

        return ScriptBorder.Refuse(order.Subject);
    }
}
