using Microsoft.Extensions.Logging;

namespace ActiveResponse.Diagnostics;

/// <summary>Every log message, with its id. Ids are stable: 1xx intake and configuration, 2xx guards, 3xx execution, 4xx timeouts and recovery.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(201, LogLevel.Warning, "Allow-list name '{Name}' can't be resolved; it protects nothing until it can")]
    public static partial void AllowListNameUnresolved(this ILogger logger, string name);

    [LoggerMessage(202, LogLevel.Error, "Guard '{Guard}' failed; the order is refused")]
    public static partial void GuardFailed(this ILogger logger, string guard, Exception exception);
}
