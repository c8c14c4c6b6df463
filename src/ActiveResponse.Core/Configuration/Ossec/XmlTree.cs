namespace ActiveResponse.Configuration.Ossec;

/// <summary>Elements of a file as the daemons' flat list, with their lookups.</summary>
internal sealed class XmlTree
{
    private readonly List<XmlItem> _items = [];
    private readonly List<XmlError> _errors = [];

    // A root may have ten thousand sections, and is asked for them several times.
    private readonly Dictionary<int, List<XmlItem>> _ofRoots = [];

    public IReadOnlyList<XmlItem> Items => _items;

    /// <summary>All errors, the daemon's own first.</summary>
    public IReadOnlyList<XmlError> Errors => _errors;

    /// <summary>Top-level elements.</summary>
    public IEnumerable<XmlItem> Roots => _items.Where(static i => i.Kind == XmlItemKind.Element && i.Depth == 0);

    /// <summary>Whether anything in the file has a name; spares a search for it in each section of a large file.</summary>
    public bool Has(string name) => _items.Exists(item => item.Name == name);

    /// <summary>Returns the elements one level below, up to the next element at or above this level.</summary>
    /// <remarks>A <c>var</c> ends nothing, so its content belongs to the preceding element, as for the daemons. Ask once all are
    /// read.</remarks>
    public List<XmlItem> ChildrenOf(XmlItem parent)
    {
        if (parent.Depth > 0)
        {
            return FindChildrenOf(parent);
        }

        if (!_ofRoots.TryGetValue(parent.Index, out var children))
        {
            _ofRoots.Add(parent.Index, children = FindChildrenOf(parent));
        }

        return children;
    }

    private List<XmlItem> FindChildrenOf(XmlItem parent)
    {
        var children = new List<XmlItem>();
        for (var i = parent.Index + 1; i < _items.Count; i++)
        {
            var item = _items[i];
            if (item.Kind != XmlItemKind.Element)
            {
                continue;
            }

            if (item.Depth <= parent.Depth)
            {
                break;
            }

            if (item.Depth == parent.Depth + 1)
            {
                children.Add(item);
            }
        }

        return children;
    }

    /// <summary>Finds the first element at a path, as <c>execd</c> does.</summary>
    /// <remarks>
    /// Only the first <c>active-response</c> of each root is searched, and an attribute at or above it ends the search in that root
    /// (<c>src/os_xml/os_xml_access.c</c>).
    /// </remarks>
    public XmlItem? FindAsExecdDoes(params string[] path)
    {
        var matched = 0;
        for (var i = 0; i < _items.Count; i++)
        {
            var item = _items[i];
            if (matched > item.Depth)
            {
                // The search restarts; this item may be its new start.
                matched = 0;
            }

            if (item.Kind == XmlItemKind.Element && item.Depth == matched && item.Name == path[matched])
            {
                matched++;
                if (matched == path.Length)
                {
                    return item;
                }
            }
        }

        return null;
    }

    public XmlItem Add(XmlItemKind kind, string name, int depth, int offset)
    {
        var isVariable = string.Equals(name, "var", StringComparison.OrdinalIgnoreCase);
        var item = new XmlItem
        {
            Kind = isVariable ? XmlItemKind.Variable : kind,
            Name = name,
            Depth = depth,
            Offset = offset,
            Index = _items.Count,
        };
        _items.Add(item);
        return item;
    }

    public void AddError(int offset, int daemonLine, string? element, string message) =>
        _errors.Add(new XmlError(offset, _errors.Count == 0 ? daemonLine : null, element, message));
}
