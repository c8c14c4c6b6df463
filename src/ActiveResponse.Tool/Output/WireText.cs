using ActiveResponse.Configuration;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Planning;

namespace ActiveResponse.Tool.Output;

/// <summary>The text that would be put on a manager's queue for an order.</summary>
internal static class WireText
{
    /// <summary>The source of a refusal for orders that the queue can't express.</summary>
    public const string Refuser = "manager-queue";

    // Neither the folder nor the format for older agents shows in the message.
    private static readonly ManagerQueueOptions AnyManager = new() { Home = "/" };

    /// <summary>The message, or why there is none.</summary>
    public static (QueueMessage? Message, string? Problem) Of(ResponseOrder order, ConfigDialect dialect)
    {
        var (messages, problem) = OrderMessages.Of(order, dialect, AnyManager);
        return (problem is null ? messages[0] : null, problem);
    }
}
