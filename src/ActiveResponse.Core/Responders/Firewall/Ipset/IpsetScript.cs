using System.Text;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Writes what <c>ipset restore</c> reads to change a set: the kernel counts down an element's timeout, and the end that was asked
/// for stands in its comment.</summary>
internal sealed class IpsetScript(string set, DateTimeOffset now, int count)
{
    // The kernel counts milliseconds in 31 bits.
    private const double MostSeconds = 2_147_483;

    private const int LineBytes = 112;

    private readonly FirewallScript _text = new(256 + (count * LineBytes));
    private readonly byte[] _add = Encoding.ASCII.GetBytes($"add {set} ");

    /// <summary>The line that makes a set, or is passed over by ipset where there is one made just so.</summary>
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

    // What ends later than the kernel can count gets no timeout: the engine's timer ends it, and it doesn't end before its time.
    private void AddElement(FirewallEntry entry)
    {
        var seconds = entry.Until is { } until ? Math.Max(1, Math.Ceiling((until - now).TotalSeconds)) : 0;
        _text.Add(_add).Add(entry.Address).Add(" timeout "u8).Add(seconds > MostSeconds ? 0 : (long)seconds).Add(" comment \""u8);
        _ = FirewallEnd.Seconds(entry.Until) is { } end ? _text.Add(IpsetElement.End).Add(end) : _text.Add(IptablesRule.Mark);
        _text.Add("\"\n"u8);
    }
}
