using Microsoft.Extensions.Logging;

namespace ActiveResponse.AspNetCore;

/// <summary>All log messages.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(801, LogLevel.Warning, "The blocked addresses can't be compared with the record: {Why}")]
    public static partial void CantCompare(this ILogger logger, string why);
}
