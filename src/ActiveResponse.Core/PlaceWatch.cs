using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Checks, at start and at intervals, that the places for blocks and orders would accept them; logs changes.</summary>
internal sealed class PlaceWatch(
    ResponderBinding binding,
    IOrderDispatcher dispatcher,
    ExecutionOptions options,
    TimeProvider clock,
    ILogger<PlaceWatch> logger
) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Starts checking at once; nothing waits for a place that doesn't answer.</summary>
    public void Start()
    {
        if (options.WatchesPlaces && Written().Any())
        {
            _ = Task.Run(RunAsync);
        }
    }

    /// <summary>Returns the current state of all places.</summary>
    public async Task<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken)
    {
        var all = new List<PlaceStanding>();
        foreach (var written in Written())
        {
            all.AddRange(await CheckAsync(written, cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    public void Dispose() => _stop.Cancel();

    private IEnumerable<IWrittenPlace> Written() =>
        [
            .. binding.Registered.OfType<IWrittenPlace>(),
            .. binding
                .Registered.Where(static responder => responder is IProbe)
                .Select(static responder => new ProbedPlace(responder.Name, (IProbe)responder)),
            .. dispatcher is IWrittenPlace queues ? [queues] : Array.Empty<IWrittenPlace>(),
            .. dispatcher is IProbe probe ? [new ProbedPlace("dispatcher", probe)] : Array.Empty<IWrittenPlace>(),
        ];

    private async Task<IReadOnlyList<PlaceStanding>> CheckAsync(IWrittenPlace written, CancellationToken cancellationToken)
    {
        var name = written switch
        {
            IResponder responder => responder.Name,
            ProbedPlace probed => probed.Name,
            _ => "queues",
        };
        try
        {
            return await BoundedCall.CallAsync(written.CheckAsync, Deadline, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return [new PlaceStanding(name, IsFine: false, SafeText.Of(e.Message, 400))];
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await LogAsync(_stop.Token).ConfigureAwait(false);
            while (options.DriftCheckInterval > TimeSpan.Zero)
            {
                await Task.Delay(options.DriftCheckInterval, clock, _stop.Token).ConfigureAwait(false);
                await LogAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    internal async Task LogAsync(CancellationToken cancellationToken)
    {
        foreach (var place in await CheckAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!place.IsFine && _told.Add(place.Place))
            {
                logger.PlaceUnusable(place.Place, SafeText.Of(place.Detail, 400).TrimEnd('.'));
            }
            else if (place.IsFine && _told.Remove(place.Place))
            {
                logger.PlaceUsable(place.Place);
            }
        }
    }
}
