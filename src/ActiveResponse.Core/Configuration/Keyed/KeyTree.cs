using ActiveResponse.Configuration.Ossec;
using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Configuration.Keyed;

/// <summary>Builds the elements that keys stand for; each remembers its key by its offset.</summary>
internal sealed class KeyTree
{
    private const string ValueCode = "config-value";
    private const string KeyCode = "config-key";

    private readonly List<string> _paths = [];
    private readonly List<(int Offset, ConfigProblem Problem)> _problems = [];
    private readonly string _root;
    private readonly HashSet<string> _rejected = new(StringComparer.OrdinalIgnoreCase);

    public KeyTree(string root)
    {
        _root = root;
        Tree.Add(XmlItemKind.Element, "ossec_config", depth: 0, OffsetOf(root));
    }

    public XmlTree Tree { get; } = new();

    /// <summary>Problems with keys and values, found before elements were built.</summary>
    public IEnumerable<(int Offset, ConfigProblem Problem)> Problems => _problems;

    /// <summary>Returns the key of an offset.</summary>
    public string PathOf(int offset) => _paths[offset] is { Length: > 0 } path ? path : "(configuration)";

    /// <summary>Begins a section.</summary>
    public XmlItem Open(string element, IConfigurationSection section) =>
        Tree.Add(XmlItemKind.Element, element, depth: 1, OffsetOf(section.Path));

    /// <summary>Adds an element to the current section, unless it has no value; a rejected value marks it as damaged.</summary>
    public void Add(string element, IConfigurationSection section, string? value)
    {
        var isRejected = _rejected.Contains(section.Path);
        if (value is null && !isRejected)
        {
            return;
        }

        var item = Tree.Add(XmlItemKind.Element, element, depth: 2, OffsetOf(section.Path));
        item.Value = value ?? "";
        item.Damaged = isRejected;
    }

    /// <summary>Adds a section with an element for each of its keys.</summary>
    public XmlItem AddSection(string element, IConfigurationSection section, IReadOnlyList<KeyedElement> elements)
    {
        var item = Open(element, section);
        foreach (var unknown in CheckNames(section, elements.Select(static known => known.Key)))
        {
            // So that the key it was probably meant to be isn't reported as missing.
            Add(unknown.Key, unknown, null);
        }

        foreach (var known in elements)
        {
            var key = section.GetSection(known.Key);
            Add(known.Element, key, known.Read(key, this));
        }

        return item;
    }

    /// <summary>Rejects unknown keys; a misspelled one would otherwise be a response that fires on something else.</summary>
    /// <returns>Those keys.</returns>
    public IReadOnlyList<IConfigurationSection> CheckNames(IConfiguration section, IEnumerable<string> known)
    {
        var names = known.ToList();
        var unknown = section.GetChildren().Where(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        foreach (var child in unknown)
        {
            var remedy = UnknownElement.Nearest(child.Key, names) is { } near
                ? $"write {near}"
                : $"remove it, or use one of {string.Join(", ", names)}";
            Reject(child, KeyCode, $"There is no key {ConfigReading.Quote(child.Key)} here: {remedy}.");
        }

        return unknown;
    }

    public void Reject(IConfigurationSection section, string message) => Reject(section, ValueCode, message);

    private void Reject(IConfigurationSection section, string code, string message)
    {
        if (_rejected.Add(section.Path))
        {
            var problem = new ConfigProblem
            {
                Severity = ConfigSeverity.Error,
                Code = code,
                Line = 0,
                Column = 0,
                Message = message,
            };
            _problems.Add((OffsetOf(section.Path), problem));
        }
    }

    private int OffsetOf(string path)
    {
        _paths.Add(path.Length == 0 ? _root : path);
        return _paths.Count - 1;
    }
}
