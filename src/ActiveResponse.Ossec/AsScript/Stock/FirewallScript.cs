using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>Blocks with the first usable firewall, and lifts where the block was made; probes no other, since each probe costs a
/// process.</summary>
internal sealed class FirewallScript(string name, ImmutableArray<string> firewalls, Func<string, IFirewallBackend> make)
    : IReversibleResponder
{
    public string Name => name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        List<string> failures = [];
        List<string> mayHold = [];
        ResponderResult? last = null;
        var known = EffectPlaces.Read(context.Place);
        foreach (var place in known.Concat(firewalls).Distinct(StringComparer.Ordinal))
        {
            var backend = make(place);
            last =
                backend.CannotExpress(context.Subject)
                ?? (
                    await backend
                        .ApplyAsync([new FirewallEntry(context.Subject.Address!.Value, context.Until)], [], cancellationToken)
                        .ConfigureAwait(false)
                ).Adds[0];
            if (last.IsSuccess)
            {
                return last with { Place = EffectPlaces.Write([.. known, .. mayHold, place]) };
            }

            failures.Add($"{place}: {last.Detail}");
            if (last.MayBeInPlace)
            {
                mayHold.Add(place);
            }
        }

        return ResponderResult.Failed(string.Join("; ", failures), mayHold.Count > 0) with
        {
            Place = EffectPlaces.Write([.. known, .. mayHold]),
        };
    }

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var known = EffectPlaces.Read(context.Place);
        var wasThere = false;
        List<string> failures = [];
        var places = known.Count > 0 ? known : [.. firewalls.Where(MayHold)];
        foreach (var place in places)
        {
            var backend = make(place);
            if (backend.CannotExpress(context.Subject) is not null)
            {
                continue;
            }

            var result = (await backend.ApplyAsync([], [context.Subject.Address!.Value], cancellationToken).ConfigureAwait(false)).Removes[
                0
            ];
            wasThere |= result.Outcome == ActionOutcome.Lifted;

            if (!result.IsSuccess && (known.Count > 0 || await IsThereAsync(backend, cancellationToken).ConfigureAwait(false)))
            {
                failures.Add($"{place}: {result.Detail}");
            }
        }

        if (failures.Count > 0)
        {
            return ResponderResult.Failed(string.Join("; ", failures));
        }

        return wasThere ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted();
    }

    // Without a record, only entries with our mark are taken away, or those where a block is made first.
    private bool MayHold(string place) => place == firewalls[0] || make(place).Can(FirewallCapabilities.MarksEntries);

    // A firewall that isn't installed holds nothing, unless a record says otherwise.
    private async ValueTask<bool> IsThereAsync(IFirewallBackend backend, CancellationToken cancellationToken) =>
        firewalls.Length == 1 || (await backend.ProbeAsync(cancellationToken).ConfigureAwait(false)).IsUsable;
}
