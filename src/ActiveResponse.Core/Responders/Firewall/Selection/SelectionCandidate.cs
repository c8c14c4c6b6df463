using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>One firewall that may be chosen, and its last probe.</summary>
/// <param name="backend">The firewall.</param>
/// <param name="rank">Lower is better; the highest number of all is for those that new blocks don't go to.</param>
internal sealed class SelectionCandidate(IFirewallBackend backend, int rank)
{
    private readonly string _place = EffectPlaces.NameOf(backend.Place);

    public IFirewallBackend Backend => backend;

    public int Rank => rank;

    public bool TakesNew => rank < int.MaxValue;

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
    public void Take(FirewallProbe probe, bool responds, long at) =>
        (IsUsable, Responds, Reason, ProbedAt) = (probe.IsUsable, responds, SafeText.Of(probe.Reason, 400), at);
}
