using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>The content of a deny file: our entries, and the bytes of others, which are neither decoded nor changed.</summary>
internal sealed class HostsDenyDocument
{
    private readonly HostsDenyParts _parts;
    private readonly List<FirewallEntry?> _order = [];
    private readonly Dictionary<AddressPrefix, int> _index = [];
    private readonly HostsDenyForm _form;

    private HostsDenyDocument(HostsDenyParts parts, HostsDenyForm form)
    {
        _parts = parts;
        _form = form;
        foreach (var entry in parts.Ours)
        {
            // A duplicate (two copies of the file were merged by hand): the longer one counts, and the next write merges them.
            if (_index.TryGetValue(entry.Address, out var at))
            {
                _order[at] = Longer(_order[at]!.Value, entry);
                continue;
            }

            _index.Add(entry.Address, _order.Count);
            _order.Add(entry);
        }
    }

    /// <summary>Whether the file must be written.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Our entries in file order.</summary>
    public IReadOnlyList<FirewallEntry> Entries => [.. _order.Where(entry => entry is not null).Select(entry => entry!.Value)];

    public static HostsDenyDocument Parse(ReadOnlyMemory<byte> content, HostsDenyForm form = HostsDenyForm.DenyFile) =>
        new(HostsDenyParts.Split(content, form), form);

    /// <summary>Adds an entry or moves its end.</summary>
    public ResponderResult Add(FirewallEntry entry)
    {
        if (_index.TryGetValue(entry.Address, out var at))
        {
            IsChanged |= _order[at] != entry;
            _order[at] = entry;
            return ResponderResult.Applied();
        }

        if (_parts.Equivalents.Contains(entry.Address))
        {
            return ResponderResult.AlreadyApplied("A line that isn't ours denies it already.");
        }

        _index.Add(entry.Address, _order.Count);
        _order.Add(entry);
        IsChanged = true;
        return ResponderResult.Applied();
    }

    /// <summary>Removes one of our entries.</summary>
    public ResponderResult Remove(AddressPrefix address)
    {
        if (_index.Remove(address, out var at))
        {
            _order[at] = null;
            IsChanged = true;
            return ResponderResult.Lifted();
        }

        return ResponderResult.AlreadyLifted(_parts.Equivalents.Contains(address) ? "A line that isn't ours still denies it." : null);
    }

    /// <summary>Our entries, then all other bytes unchanged.</summary>
    /// <remarks>Ours come first because lines above can change the meaning of ours: a backslash at the end of a line swallows the next one,
    /// and the first match decides (including an <c>: ALLOW</c> of hosts_options(5)). Ours below could also change what is above: libwrap
    /// denies everyone while the last line has no newline, and a line of ours would end that. At the top, with each of our lines ended, no
    /// line below changes its meaning.</remarks>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var entry in _order)
        {
            if (entry is { } ours)
            {
                text.Append(HostsDenyMarker.Format(ours)).Append('\n').Append(HostsDenySyntax.Entry(ours.Address, _form)).Append('\n');
            }
        }

        var content = new byte[text.Length + _parts.ForeignLength];
        var written = Encoding.ASCII.GetBytes(text.ToString(), content);
        _parts.CopyForeign(content.AsSpan(written));
        return content;
    }

    private static FirewallEntry Longer(FirewallEntry one, FirewallEntry other) =>
        one.Until is null || (other.Until is { } end && end <= one.Until) ? one : other;
}
