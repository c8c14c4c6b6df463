using System.Collections.Frozen;
using System.Threading.Channels;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Notifications;

/// <summary>Sends outcomes as notifications, one at a time and in order. A receiver that is slow or away delays nothing else.</summary>
internal sealed class NotificationObserver : IResponseObserver, IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly NotificationOptions _options;
    private readonly INotificationSender _sender;
    private readonly TimeProvider _clock;
    private readonly ILogger<NotificationObserver> _logger;
    private readonly FrozenSet<ActionOutcome> _outcomes;
    private readonly NotificationTemplate _template;
    private readonly NotificationBudget _budget;
    private readonly Channel<string> _waiting;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private readonly string _host = Environment.MachineName;
    private volatile string? _problem;
    private volatile bool _isSending;
    private long _lost;

    public NotificationObserver(
        NotificationOptions options,
        INotificationSender sender,
        TimeProvider clock,
        ILogger<NotificationObserver> logger
    )
    {
        (_options, _sender, _clock, _logger) = (options, sender, clock, logger);
        _outcomes = options.Outcomes.ToFrozenSet();
        _template = new NotificationTemplate(options.Template, options.IsJson);
        _budget = new NotificationBudget(
            options.MaxPerMinute,
            clock,
            count => Queue(NotifiedOutcome.More(count, clock.GetUtcNow(), _host))
        );
        _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _sending = Task.Run(SendAllAsync);
    }

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        if (_outcomes.Contains(action.Outcome) && _budget.TryTake())
        {
            Queue(NotifiedOutcome.Of(action, _host));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Who gets them.</summary>
    public string Receiver => _sender.Name;

    /// <summary>Number that wait.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Number that were lost.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Why the last attempt failed; null if it succeeded or there was none.</summary>
    public string? Problem => _problem;

    /// <summary>Sends what waits, within the time limit of an attempt.</summary>
    public async ValueTask DisposeAsync()
    {
        _budget.Dispose();
        _waiting.Writer.TryComplete();
        using (var limit = new CancellationTokenSource(_options.Timeout, _clock))
        using (limit.Token.Register(_stop.Cancel))
        {
            await _sending.ConfigureAwait(false);
        }

        // A stop interrupts the one under way.
        var left = _waiting.Reader.Count + (_isSending ? 1 : 0);
        if (left > 0)
        {
            _logger.NotificationsUnsent(left, _sender.Name);
        }

        (_sender as IDisposable)?.Dispose();
        _stop.Dispose();
    }

    private void Queue(NotifiedOutcome outcome)
    {
        if (!_waiting.Writer.TryWrite(_template.Fill(outcome)))
        {
            Lose("too many wait");
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var text in _waiting.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                _isSending = true;
                await SendAsync(text).ConfigureAwait(false);
                _isSending = false;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task SendAsync(string text)
    {
        var pause = TimeSpan.FromSeconds(1);
        for (var attempt = 1; ; attempt++)
        {
            var result = await TryAsync(text).ConfigureAwait(false);
            if (result.Problem is null)
            {
                Recover();
                return;
            }

            if (!result.MayRetry || attempt == _options.Attempts)
            {
                Lose(result.Problem);
                return;
            }

            _problem = result.Problem;
            var wait = result.RetryAfter is { } after && after > pause ? after : pause;
            await Task.Delay(wait < LongestPause ? wait : LongestPause, _clock, _stop.Token).ConfigureAwait(false);
            pause *= 2;
        }
    }

    // A sender that throws must not end all notifications.
    private async Task<SendResult> TryAsync(string text)
    {
        try
        {
            return await _sender.SendAsync(text, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            return SendResult.Final(e.Message);
        }
    }

    private void Recover()
    {
        if (Interlocked.Exchange(ref _problem, null) is not null)
        {
            _logger.NotificationsResumed(_sender.Name, Interlocked.Read(ref _lost));
        }
    }

    // The log shows the first of a row; the number is in the health check.
    private void Lose(string problem)
    {
        if (Interlocked.Increment(ref _lost) == 1 || _problem is null)
        {
            _logger.NotificationLost(_sender.Name, problem);
        }

        _problem = problem;
    }
}
