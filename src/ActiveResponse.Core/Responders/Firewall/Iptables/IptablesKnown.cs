namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>When each family's rules were last known. The kernel's number counts the changes of both families. Thread-safe.</summary>
internal sealed class IptablesKnown
{
    private readonly Lock _gate = new();
    private uint? _at4;
    private uint? _at6;

    /// <summary>Whether a family's rules are still as they were known.</summary>
    public bool IsCurrent(bool isIPv6, uint? now)
    {
        lock (_gate)
        {
            return now is not null && now == (isIPv6 ? _at6 : _at4);
        }
    }

    /// <summary>Notes the rules of a family after a change of ours, which leaves the other family's rules as they were.</summary>
    /// <param name="isIPv6">The family.</param>
    /// <param name="before">The number before the change.</param>
    /// <param name="after">The number after it; null if others may have changed something meanwhile.</param>
    public void Note(bool isIPv6, uint? before, uint? after)
    {
        lock (_gate)
        {
            var other = isIPv6 ? _at4 : _at6;
            other = other == before && after is not null ? after : other;
            (_at4, _at6) = isIPv6 ? (other, after) : (after, other);
        }
    }
}
