using Microsoft.Extensions.Logging;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>Writes warnings and errors to standard output, so that a failed run shows them.</summary>
internal sealed class ErrorLines : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Console.Out.WriteLine($"log {formatter(state, exception)} {exception}".ReplaceLineEndings(" "));

    public void Dispose() { }
}
