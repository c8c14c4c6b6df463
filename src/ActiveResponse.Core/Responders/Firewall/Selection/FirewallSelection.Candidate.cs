namespace ActiveResponse.Responders.Firewall.Selection;

internal sealed partial class FirewallSelection
{
    /// <summary>One firewall that may be chosen, and its last probe.</summary>
    private sealed class Candidate(IFirewallBackend backend, int rank)
    {
        private readonly string _place = EffectPlaces.NameOf(backend.Place);

        public IFirewallBackend Backend => backend;

        public int Rank => rank;

        public bool TakesNew => rank < int.MaxValue;

        public bool IsUsable { get; set; }

        /// <summary>Whether it responded to the last probe.</summary>
        public bool Responds { get; set; } = true;

        public string Reason { get; set; } = "not probed yet";

        public long? ProbedAt { get; set; }

        public bool IsAt(string place) => backend.IsAt(place, _place);
    }
}
