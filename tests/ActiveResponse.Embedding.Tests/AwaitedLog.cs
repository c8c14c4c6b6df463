using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Embedding.Tests;

/// <summary>A log in which a test waits for a line.</summary>
internal sealed class AwaitedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    /// <summary>Completes when a line has a text in it.</summary>
    public Task Heard(string text) =>
        _awaited.GetOrAdd(text, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

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
    )
    {
        var line = formatter(state, exception);
        foreach (var (text, heard) in _awaited)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                heard.TrySetResult();
            }
        }
    }

    public void Dispose() { }
}
