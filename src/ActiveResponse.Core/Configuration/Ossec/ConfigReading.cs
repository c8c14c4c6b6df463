using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>State of reading one configuration: results so far, and whether the daemon would still be reading.</summary>
internal sealed class ConfigReading(ConfigParseOptions options, XmlTree tree, PositionMap positions)
{
    private readonly List<FoundProblem> _problems = [];
    private readonly List<CommandSection> _commands = [];
    private readonly Dictionary<string, CommandSection> _commandsByName = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _namesAnywhere = new(() =>
        tree
            .Items.Where(static i => i is { Name: "name", Depth: 2, Kind: XmlItemKind.Element })
            .Select(static i => i.Value)
            .ToHashSet(StringComparer.Ordinal)
    );

    public ConfigParseOptions Options { get; } = options;

    public XmlTree Tree { get; } = tree;

    public bool IsOssec => Options.Dialect == ConfigDialect.Ossec;

    /// <summary>All problems: first the one the daemon stops at, which may cause others, then the rest by position.</summary>
    public IEnumerable<ConfigProblem> Problems =>
        _problems.OrderBy(p => ReferenceEquals(p.Problem, DaemonError) ? -1 : p.Offset).Select(static p => p.Problem);

    /// <summary>Whether the daemon met an error: it then writes no more of <c>ar.conf</c> and doesn't start.</summary>
    public bool DaemonStopped => DaemonError is not null;

    /// <summary>First error the daemon met.</summary>
    public ConfigProblem? DaemonError { get; private set; }

    public IReadOnlyList<CommandSection> Commands => _commands;

    /// <summary>Whether a command lost its name to an earlier mistake.</summary>
    public bool LostACommand { get; private set; }

    public List<ResponseSection> Responses { get; } = [];

    public List<AllowListEntry> AllowList { get; } = [];

    public List<DaemonNetwork> DaemonNetworks { get; } = [];

    public List<string> DaemonHosts { get; } = [];

    public ArConfText ArConf { get; } = new(options.Dialect);

    /// <summary>Queues the daemon would open.</summary>
    public ArQueues Queues { get; set; }

    /// <summary>Whether the daemon has responses but sends none: OSSEC needs its local queue even for agents, Wazuh any queue.</summary>
    public bool SendsNothing =>
        !DaemonStopped
        && Responses.Any(static r => r.Definition is not null)
        && (IsOssec ? !Queues.HasFlag(ArQueues.Local) : Queues == ArQueues.None);

    /// <summary>Whether a block without a command disabled active response.</summary>
    public bool Disabled { get; set; }

    public void Add(CommandSection section)
    {
        _commands.Add(section);
        if (section.Name is { } name)
        {
            section.Shadowed = !_commandsByName.TryAdd(name.Value, section);
        }
        else
        {
            LostACommand |= section.Broken || section.Item.Damaged;
        }
    }

    /// <summary>Returns the first command of a name so far.</summary>
    public CommandSection? CommandOf(string name) => _commandsByName.GetValueOrDefault(name);

    /// <summary>Whether the file contains a command of this name.</summary>
    public bool IsDefinedAnywhere(string name) => _namesAnywhere.Value.Contains(name);

    /// <summary>Adds an error the dialect's daemon stops at.</summary>
    public void Refuse(XmlItem at, string code, string message)
    {
        // Consequences of a mistake in the XML aren't reported separately.
        if (!at.Damaged)
        {
            Refuse(at.Offset, null, code, at.Name, message);
        }
    }

    /// <summary>Adds an error in a command or response; no daemon of an agent would stop at it, as none reads them there.</summary>
    public void RefuseResponse(XmlItem at, string code, string message)
    {
        if (!Options.IsAgentHost)
        {
            Refuse(at, code, message);
        }
        else if (!at.Damaged)
        {
            Reject(at, code, message);
        }
    }

    /// <summary>Adds a warning about the whole file.</summary>
    public void Warn(string code, string message) => Add(ConfigSeverity.Warning, 0, null, code, null, message);

    /// <summary>Adds an error of ours: the daemon would continue.</summary>
    public void Reject(XmlItem at, string code, string message) => Add(ConfigSeverity.Error, at.Offset, null, code, at.Name, message);

    public void Warn(XmlItem at, string code, string message) => Add(ConfigSeverity.Warning, at.Offset, null, code, at.Name, message);

    public void RefuseXml(XmlError error)
    {
        // The daemon names the line up to which it has read.
        var begins = positions.At(error.Offset).Line;
        var hint =
            error.DaemonLine is { } line && line != begins
                ? string.Create(CultureInfo.InvariantCulture, $" It begins in line {begins}.")
                : "";
        Refuse(error.Offset, error.DaemonLine, "1226", error.Element, error.Message + hint);
    }

    public int LineOf(XmlItem item) => positions.At(item.Offset).Line;

    /// <summary>Formats a value for a message: quoted, shortened, on one line.</summary>
    public static string Quote(string value)
    {
        var shown = value.Length <= 60 ? value : string.Concat(value.AsSpan(0, 57), "…");
        var text = new System.Text.StringBuilder("\"");
        foreach (var c in shown)
        {
            _ =
                char.IsControl(c) || char.IsSurrogate(c)
                    ? text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c & 0xFF:x2}")
                    : text.Append(c);
        }

        return text.Append('"').ToString();
    }

    private void Refuse(int offset, int? daemonLine, string code, string? element, string message)
    {
        var problem = Add(ConfigSeverity.Error, offset, daemonLine, code, element, message);
        DaemonError ??= problem;
    }

    private ConfigProblem Add(ConfigSeverity severity, int offset, int? daemonLine, string code, string? element, string message)
    {
        var (line, column) = positions.At(offset);
        var problem = new ConfigProblem
        {
            Severity = severity,
            Code = code,
            File = Options.FileName,
            Line = daemonLine ?? line,
            Column = column,
            Element = element,
            Message = message,
        };
        _problems.Add(new FoundProblem(offset, problem));
        return problem;
    }

    private sealed record FoundProblem(int Offset, ConfigProblem Problem);
}
