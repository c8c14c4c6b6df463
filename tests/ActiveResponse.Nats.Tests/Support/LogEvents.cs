using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>The numbers of all log messages of a host.</summary>
internal sealed class LogEvents : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<int> _ids = new();

    public IReadOnlyCollection<int> Ids => _ids;

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
    ) => _ids.Enqueue(eventId.Id);

    public void Dispose() { }
}
