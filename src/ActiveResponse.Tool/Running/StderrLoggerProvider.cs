using ActiveResponse.Tool.Output;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Running;

/// <summary>Writes the engine's own warnings to standard error; outcomes are reported elsewhere.</summary>
/// <param name="notify">Writes a line there.</param>
internal sealed class StderrLoggerProvider(Action<string> notify) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new StderrLogger(notify, categoryName.EndsWith("Telemetry", StringComparison.Ordinal));

    public void Dispose() { }

    private sealed class StderrLogger(Action<string> notify, bool silent) : ILogger
    {
        // The choice of a firewall concerns the operator even if nothing is wrong.
        private const int FirewallChosen = 307;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => !silent && logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!silent && (logLevel >= LogLevel.Warning || eventId.Id == FirewallChosen))
            {
                var cause = exception is null ? "" : $": {exception.Message}";
                notify(Journal.OnError(PriorityOf(logLevel)) + ToolText.OneLine($"active-response: {formatter(state, exception)}{cause}"));
            }
        }

        private static int PriorityOf(LogLevel level) =>
            level switch
            {
                LogLevel.Critical => Journal.Critical,
                LogLevel.Error => Journal.Error,
                LogLevel.Warning => Journal.Warning,
                _ => Journal.Information,
            };
    }
}
