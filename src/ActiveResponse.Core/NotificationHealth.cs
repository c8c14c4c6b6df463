using ActiveResponse.Notifications;

namespace ActiveResponse;

/// <summary>Checks whether notifications arrive.</summary>
internal sealed class NotificationHealth(NotificationObserver notifications) : IHealthSource
{
    public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        var problem = notifications.Problem;
        var detail = FormattableString.Invariant(
            $"{notifications.Waiting} waiting, {notifications.Lost} lost{(problem is null ? "" : $"; the last attempt failed: {problem}")}"
        );
        return ValueTask.FromResult<IReadOnlyList<HealthFinding>>([
            new HealthFinding($"notifications to {notifications.Receiver}", problem is null, detail),
        ]);
    }
}
