using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Support;

/// <summary>Keeps every log line as <c>id Level text</c>.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    public int Of(int id) => _lines.Count(line => line.StartsWith($"{id} ", StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public ILogger<T> For<T>() => new LoggerFactory([this]).CreateLogger<T>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _lines.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");

    public void Dispose() { }
}
