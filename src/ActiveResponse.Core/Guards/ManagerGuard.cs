using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Refuses the configured managers and networks that contain one: without its manager an agent gets no more orders.</summary>
internal sealed class ManagerGuard(Func<ImmutableArray<string>> managers, ResolvedNames names, CurrentGuardOptions options) : IResponseGuard
{
    public string Name => "manager";

    public async ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        if (order.Subject.Address is not { } subject)
        {
            return null;
        }

        foreach (var manager in managers())
        {
            if (AddressPrefix.TryParse(manager, out var address))
            {
                if (subject.Overlaps(address))
                {
                    return Refuse(subject, address, manager);
                }
            }
            else if (await names.FindAsync(manager, cancellationToken).ConfigureAwait(false) is { } found)
            {
                foreach (var one in found)
                {
                    if (subject.Contains(one))
                    {
                        return Refuse(subject, one, manager);
                    }
                }
            }
            else if (options.Current.UnresolvedNames == UnresolvedNamePolicy.Refuse)
            {
                return new OrderRefusal(Name, $"the manager '{SafeText.Of(manager)}' can't be resolved and may stand for {subject}");
            }
        }

        return null;
    }

    private OrderRefusal Refuse(AddressPrefix subject, AddressPrefix hit, string manager) =>
        new(
            Name,
            ProtectedText.Of(
                subject,
                hit,
                $"the manager '{SafeText.Of(manager)}' of this host",
                options.Current.SwitchText(Name, nameof(GuardOptions.ProtectManagers))
            )
        );
}
