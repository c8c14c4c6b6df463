using System.Collections;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfilter;

/// <summary>A rule list of the kernel, in order.</summary>
internal sealed class IpfRuleList : IEnumerable<IpfRule>
{
    private readonly Dictionary<IpfRule, int> _places = [];
    private int _head;
    private int _tail;

    public int Count => _places.Count;

    public void Add(IpfRule rule, bool atHead = false) => _places.Add(rule, atHead ? --_head : ++_tail);

    public bool Contains(IpfRule rule) => _places.ContainsKey(rule);

    public bool Remove(IpfRule rule) => _places.Remove(rule);

    public void Clear() => _places.Clear();

    public IEnumerator<IpfRule> GetEnumerator() =>
        _places.OrderBy(static rule => rule.Value).Select(static rule => rule.Key).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
