using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>One firewall that may be chosen, and its last probe.</summary>
/// <param name="backend">The firewall.</param>
/// <param name="rank">Lower is better; the highest number of all is for those that new blocks don't go to.</param>
internal sealed class SelectionCandidate(IFirewallBackend backend, int rank)
{
    private readonly string _place = EffectPlaces.NameOf(backend.Place);
    private bool _isOthers;

    public IFirewallBackend Backend => backend;

    public int Rank => rank;

    public bool TakesNew => rank < int.MaxValue;

    /// <summary>Whether it can lift and list.</summary>
    public bool MayLift => IsUsable || (!_isOthers && Responds && backend is IVacantBackend { LiftsWhileUnusable: true });

    /// <summary>Whether it may hold blocks; a probe of one that can't is spared at each start.</summary>
    public bool MayHold => TakesNew || backend is not IVacantBackend { IsVacant: true };

    public bool IsUsable { get; private set; }

    /// <summary>Whether it responded to the last probe.</summary>
    public bool Responds { get; private set; } = true;

    public string Reason { get; private set; } = "not probed yet";

    /// <summary>When it was last probed; null if it is to be probed before its next use.</summary>
    public long? ProbedAt { get; private set; }

    public bool IsAt(string place) => backend.IsAt(place, _place);

    /// <summary>Has it probed before its next use.</summary>
    public void Invalidate() => ProbedAt = null;

    /// <summary>Takes the result of a probe.</summary>
    /// <param name="probe">The result.</param>
    /// <param name="responds">Whether it responded.</param>
    /// <param name="isOthers">Whether its place is another agent's.</param>
    /// <param name="at">When.</param>
    public void Take(FirewallProbe probe, bool responds, bool isOthers, long at) =>
        (IsUsable, Responds, _isOthers, Reason, ProbedAt) = (probe.IsUsable, responds, isOthers, SafeText.Of(probe.Reason, 400), at);
}
