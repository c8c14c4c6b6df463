using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>The log messages of a host.</summary>
internal sealed class LogEvents : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _all = new();

    public IReadOnlyCollection<(int Id, string Text)> All => _all;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _all.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose() { }
}
