using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Configuration;

/// <summary>Tells the problems of a configuration to the log.</summary>
internal static class ConfigLogging
{
    private const int MaxLength = 1000;

    public static void LogWarnings(this ILogger logger, ConfigParseResult result)
    {
        foreach (var problem in result.Problems.Where(static problem => problem.Severity == ConfigSeverity.Warning))
        {
            logger.ConfigWarning(SafeText.Of(problem.ToString(), MaxLength));
        }
    }

    public static void LogErrors(this ILogger logger, ConfigParseResult result)
    {
        foreach (var problem in result.Problems.Where(static problem => problem.Severity == ConfigSeverity.Error))
        {
            logger.ConfigError(SafeText.Of(problem.ToString(), MaxLength));
        }
    }
}
