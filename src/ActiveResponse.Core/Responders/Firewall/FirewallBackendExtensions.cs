using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Derives facts from a backend's capabilities and place.</summary>
internal static class FirewallBackendExtensions
{
    /// <summary>Whether it has all of these capabilities.</summary>
    public static bool Can(this IFirewallBackend backend, FirewallCapabilities capabilities) => backend.Capabilities.HasFlag(capabilities);

    /// <summary>Whether a block whose end has moved must be applied again.</summary>
    public static bool DistinguishesExtensions(this IFirewallBackend backend) =>
        backend.Can(FirewallCapabilities.KernelExpiry) || backend.Can(FirewallCapabilities.KeepsEnds);

    /// <summary>Whether its timed blocks end by themselves, and a later process recognizes them and their ends.</summary>
    public static bool RecordMayFollow(this IFirewallBackend backend) =>
        backend.Can(
            FirewallCapabilities.KernelExpiry
                | FirewallCapabilities.Enumeration
                | FirewallCapabilities.MarksEntries
                | FirewallCapabilities.KeepsEnds
        );

    /// <summary>Whether its calls never block their thread.</summary>
    public static bool NeverBlocks(this IFirewallBackend backend) => backend is INonBlockingBackend { NeverBlocks: true };

    /// <summary>Whether it blocks IPv6 networks.</summary>
    public static bool TakesIPv6Networks(this IFirewallBackend backend) =>
        backend.Can(FirewallCapabilities.IPv6 | FirewallCapabilities.Prefixes);

    /// <summary>Whether a recorded place is one of its own. Early versions recorded the name alone.</summary>
    public static bool IsAt(this IFirewallBackend backend, string place) => backend.IsAt(place, EffectPlaces.NameOf(backend.Place));

    /// <summary>Does the same for very many records.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="place">The recorded place.</param>
    /// <param name="own">The name of the backend's place.</param>
    public static bool IsAt(this IFirewallBackend backend, string place, string own) =>
        place == own || (backend is IPlacedBackend placed ? placed.IsAt(place) : place == backend.Name || EffectPlaces.IsSame(place, own));

    /// <summary>Passes the recorded places of entries to a backend that may have them in several places.</summary>
    public static void Recall(this IFirewallBackend backend, IEnumerable<ResponderContext> contexts)
    {
        if (backend is not IPlacedBackend placed)
        {
            return;
        }

        foreach (var context in contexts.Where(static one => one.Subject.Address is not null))
        {
            foreach (var place in EffectPlaces.Read(context.Place).Where(placed.IsAt))
            {
                placed.Recall(context.Subject.Address!.Value, place);
            }
        }
    }

    /// <summary>Why it can't block a subject, or null.</summary>
    public static ResponderResult? CannotExpress(this IFirewallBackend backend, Subject subject) =>
        subject.Address is { } address
            ? backend.WhyNot(address)
            : ResponderResult.Refused($"'{backend.Name}' blocks addresses, and the order has none");

    /// <summary>The refusal of an address that its capabilities exclude, or null.</summary>
    public static ResponderResult? WhyNot(this IFirewallBackend backend, AddressPrefix address)
    {
        if (address.IsIPv6 && !backend.Can(FirewallCapabilities.IPv6))
        {
            return ResponderResult.Refused($"'{backend.Name}' can't block IPv6");
        }

        return address.IsSingleAddress || backend.Can(FirewallCapabilities.Prefixes)
            ? null
            : ResponderResult.Refused($"'{backend.Name}' can't block networks, only single addresses");
    }

    /// <summary>Lists the entries in place, as far as they can be read.</summary>
    public static async ValueTask<IReadOnlyList<FoundEffect>> FindAsync(this IFirewallBackend backend, CancellationToken cancellationToken)
    {
        if (!backend.Can(FirewallCapabilities.Enumeration))
        {
            return [];
        }

        var findings = backend is IObservedBackend observed
            ? await observed.ObserveAsync(cancellationToken).ConfigureAwait(false)
            : new FirewallFindings(await backend.ListAsync(cancellationToken).ConfigureAwait(false), []);
        var place = EffectPlaces.NameOf(backend.Place);
        return
        [
            .. findings.Entries.Select(entry => new FoundEffect(Subject.Of(entry.Address), entry.Until)
            {
                IsOurs = backend.Can(FirewallCapabilities.MarksEntries),
                IsEndKnown = backend.Can(FirewallCapabilities.KeepsEnds),
                IsHalf = findings.Halves.Contains(entry.Address),
                PassedBy = findings.PassedBy(entry.Address),
                Place = place,
            }),
        ];
    }
}
