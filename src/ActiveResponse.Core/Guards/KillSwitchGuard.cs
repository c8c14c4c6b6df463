using System.IO.Abstractions;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Guards;

/// <summary>Refuses every order while a file exists. Blocks in place stay until their end; lifting is never refused.</summary>
internal sealed class KillSwitchGuard(string file, IFileSystem files, TimeProvider clock, ILogger<KillSwitchGuard> logger) : IResponseGuard
{
    // Limits disk access during a flood of orders.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long? _lookedAt;
    private bool _isOn;

    public string Name => "kill-switch";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            IsOn() ? new OrderRefusal(Name, $"{SafeText.Of(file, 400)} exists: nothing new is done until it is removed") : null
        );

    private bool IsOn()
    {
        lock (_gate)
        {
            if (_lookedAt is not { } lookedAt || clock.GetElapsedTime(lookedAt) >= MaxAge)
            {
                _lookedAt = clock.GetTimestamp();
                Set(files.Path.Exists(file));
            }

            return _isOn;
        }
    }

    private void Set(bool isOn)
    {
        if (isOn && !_isOn)
        {
            logger.KillSwitchOn(SafeText.Of(file, 400));
        }
        else if (_isOn && !isOn)
        {
            logger.KillSwitchOff(SafeText.Of(file, 400));
        }

        _isOn = isOn;
    }
}
