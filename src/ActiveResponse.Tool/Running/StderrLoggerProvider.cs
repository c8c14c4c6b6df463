using ActiveResponse.Tool.Output;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Running;

/// <summary>Shows the engine's own warnings on standard error; outcomes are reported anyway and not logged twice.</summary>
/// <param name="tell">Writes a line there.</param>
internal sealed class StderrLoggerProvider(Action<string> tell) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new StderrLogger(tell, categoryName.EndsWith("Telemetry", StringComparison.Ordinal));

    public void Dispose() { }

    private sealed class StderrLogger(Action<string> tell, bool silent) : ILogger
    {
        // Which firewall is used, and why not the others: an operator wants to know it though nothing is wrong.
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
                tell(ToolText.OneLine($"active-response: {formatter(state, exception)}{cause}"));
            }
        }
    }
}
