using System.Text;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Writes the input of <c>ipset restore</c> that changes a set: the kernel counts down an element's timeout, and its comment has
/// the requested end.</summary>
internal sealed class IpsetScript(string set, DateTimeOffset now, int count)
{
    private const int LineBytes = 112;

    private readonly FirewallScript _text = new(256 + (count * LineBytes));
    private readonly byte[] _add = Encoding.ASCII.GetBytes($"add {set} ");

    /// <summary>The line that creates a set; ipset skips it if the same set exists.</summary>
    public IpsetScript Create(string definition)
    {
        _text.Add(definition).Add("\n"u8);
        return this;
    }

    public IpsetScript Change(FirewallChange change)
    {
        if (change.Blocks)
        {
            AddElement(change.Entry);
        }
        else
        {
            _text.Add("del ").Add(set).Add(" "u8).Add(change.Address).Add("\n"u8);
        }

        return this;
    }

    public FirewallScript End() => _text;

    private void AddElement(FirewallEntry entry)
    {
        _text.Add(_add).Add(entry.Address).Add(" timeout "u8).Add(IpsetElement.Timeout(entry, now)).Add(" comment \""u8);
        _ = FirewallEnd.Seconds(entry.Until) is { } end ? _text.Add(IpsetElement.End).Add(end) : _text.Add(IptablesRule.Mark);
        _text.Add("\"\n"u8);
    }
}
