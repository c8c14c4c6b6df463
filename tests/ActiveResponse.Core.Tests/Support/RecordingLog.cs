using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Support;

/// <summary>Keeps the log of a host.</summary>
internal sealed class RecordingLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _lines = new();

    public IReadOnlyCollection<(LogLevel Level, int Id, string Text)> Lines => _lines;

    public IEnumerable<string> Texts(int id) => _lines.Where(line => line.Id == id).Select(static line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public void Dispose() { }
}
