using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.AspNetCore.Blocking;

/// <summary>Keeps the blocked addresses as the engine's record has them: by outcomes, and by comparing after some were missed and at
/// intervals.</summary>
internal sealed class BlockedSync(
    BlockedAddresses blocked,
    IServiceProvider services,
    IOptions<InAppBlockingOptions> options,
    TimeProvider clock,
    ILogger<BlockedSync> logger
) : BackgroundService, IResponseObserver, IMissesOutcomes
{
    private readonly SemaphoreSlim _missed = new(0, 1);
    private readonly Lock _gate = new();

    // Not injected: the engine has this as an observer.
    private readonly Lazy<ActiveResponseEngine> _engine = new(services.GetRequiredService<ActiveResponseEngine>);
    private Task? _missing;

    // What outcomes have changed since the record was read is newer than the record; null while nothing is compared.
    private HashSet<(AddressPrefix Address, string Holder)>? _newer;

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        if (action.Order.Subject.Address is { } address && IsFollowed(action.Order))
        {
            lock (_gate)
            {
                Take(address, action.Order.Responder, action.Outcome);
            }
        }

        return ValueTask.CompletedTask;
    }

    public void Missed()
    {
        try
        {
            _missed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will be compared anyway.
        }
    }

    /// <summary>Compares the set with the record once.</summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _newer = [];
        }

        var effects = await services.GetRequiredService<IResponseStore>().ListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = effects
            .Where(effect => effect.State is EffectState.Applied && effect.Key.Subject.Address is not null && IsFollowed(effect.Order))
            .Select(static effect => (Address: effect.Key.Subject.Address!.Value, Holder: effect.Key.Responder))
            .ToHashSet();
        lock (_gate)
        {
            foreach (
                var entry in blocked.All().Where(entry => IsFollowed(entry.Holder) && !wanted.Contains(entry) && !_newer.Contains(entry))
            )
            {
                blocked.Remove(entry.Address, entry.Holder);
            }

            foreach (var entry in wanted.Where(entry => !_newer.Contains(entry)))
            {
                blocked.Add(entry.Address, entry.Holder);
            }

            _newer = null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await CompareAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (ResponseStoreException e)
            {
                logger.CantCompare(e.Message);
            }

            await WaitAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private void Take(AddressPrefix address, string holder, ActionOutcome outcome)
    {
        switch (outcome)
        {
            case ActionOutcome.Applied or ActionOutcome.AlreadyApplied or ActionOutcome.Extended:
                blocked.Add(address, holder);
                break;
            case ActionOutcome.Lifted or ActionOutcome.AlreadyLifted:
                blocked.Remove(address, holder);
                break;
            default:
                return;
        }

        _newer?.Add((address, holder));
    }

    private bool IsFollowed(ResponseOrder order) => IsFollowed(order.Responder) && _engine.Value.Blocks(order);

    // The in-app responder tells what it holds by itself.
    private bool IsFollowed(string responder) =>
        responder != options.Value.Name && (options.Value.Responders.Count == 0 || options.Value.Responders.Contains(responder));

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One wait over many intervals: an abandoned one would take the signal that the next waits for.
            _missing ??= _missed.WaitAsync(cancellationToken);
            await _missing.WaitAsync(options.Value.CheckInterval, clock, cancellationToken).ConfigureAwait(false);
            _missing = null;
        }
        catch (TimeoutException)
        {
            // Time for the usual look.
        }
    }
}
