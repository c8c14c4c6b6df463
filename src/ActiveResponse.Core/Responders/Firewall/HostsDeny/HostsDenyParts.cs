using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Splits a deny file into our entries and the bytes of others, in one pass.</summary>
internal sealed class HostsDenyParts
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly HostsDenyForm _form;
    private readonly List<Range> _foreign = [];
    private readonly List<FirewallEntry> _ours = [];
    private readonly HashSet<AddressPrefix> _equivalents = [];

    private HostsDenyParts(ReadOnlyMemory<byte> content, HostsDenyForm form)
    {
        _content = content;
        _form = form;
    }

    /// <summary>Our entries: a marker, directly followed by the entry in exactly our form.</summary>
    public IReadOnlyList<FirewallEntry> Ours => _ours;

    /// <summary>The prefixes that others' lines deny to all services.</summary>
    public IReadOnlySet<AddressPrefix> Equivalents => _equivalents;

    /// <summary>The number of bytes that aren't ours.</summary>
    public int ForeignLength { get; private set; }

    public static HostsDenyParts Split(ReadOnlyMemory<byte> content, HostsDenyForm form)
    {
        var parts = new HostsDenyParts(content, form);
        parts.Read();
        return parts;
    }

    public void CopyForeign(Span<byte> target)
    {
        foreach (var range in _foreign)
        {
            var bytes = _content.Span[range];
            bytes.CopyTo(target);
            target = target[bytes.Length..];
        }
    }

    // Long: one case per kind of line.
    private void Read()
    {
        var foreignStart = 0;
        var standsAlone = true;
        var mayBeAllowed = false;
        var at = 0;
        while (at < _content.Length)
        {
            var line = Line(at, out var next);
            if (
                HostsDenyMarker.TryRead(WithoutReturn(line), out var marked)
                && HostsDenySyntax.TryReadEntry(WithoutReturn(Line(next, out var afterEntry)), out var denied, _form)
                && denied == marked.Address
            )
            {
                _ours.Add(marked);
                AddForeign(foreignStart, at);
                foreignStart = at = afterEntry;
                standsAlone = true;
                continue;
            }

            if (standsAlone && !mayBeAllowed && HostsDenySyntax.TryReadEquivalent(line, out var equivalent, _form))
            {
                _equivalents.Add(equivalent);
            }
            else
            {
                // The first match in the allow file decides, and FreeBSD's begins by allowing everyone.
                mayBeAllowed |= _form == HostsDenyForm.AllowFileDeny && !(standsAlone && HostsDenySyntax.IsComment(line));
            }

            // libwrap joins a line to one above that ends in a backslash or contains a NUL.
            standsAlone = !line.EndsWith("\\"u8) && !line.Contains((byte)0);
            at = next;
        }

        AddForeign(foreignStart, _content.Length);
    }

    private void AddForeign(int start, int end)
    {
        if (end > start)
        {
            _foreign.Add(start..end);
            ForeignLength += end - start;
        }
    }

    private ReadOnlySpan<byte> Line(int start, out int next)
    {
        var rest = _content.Span[start..];
        var length = rest.IndexOf((byte)'\n');
        next = start + (length < 0 ? rest.Length : length + 1);
        return length < 0 ? rest : rest[..length];
    }

    // An editor may have converted all line ends to CRLF; libwrap accepts that, and so must we.
    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;
}
