using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>Binds a configuration's executables to built-in and plug-in responders, then to scripts.</summary>
internal sealed class ResponderBinding : IResponderCatalog
{
    private readonly FrozenDictionary<string, BoundResponder> _byExecutable;
    private readonly FrozenDictionary<string, IResponder> _byName;
    private readonly IScriptResponders? _scripts;

    /// <exception cref="InvalidOperationException">Two responders have the same name.</exception>
    public ResponderBinding(IEnumerable<ResponderRegistration> registrations, IScriptResponders? scripts)
    {
        var defaultFilters = new List<IResponder>();
        var byExecutable = new Dictionary<string, IResponder>(StringComparer.Ordinal);
        var byName = new Dictionary<string, IResponder>(StringComparer.Ordinal);
        foreach (var (responder, executables, isDefaultFilter) in registrations)
        {
            if (isDefaultFilter)
            {
                defaultFilters.Add(responder);
            }

            if (!byName.TryAdd(responder.Name, responder))
            {
                throw new InvalidOperationException(
                    $"Two responders are named '{responder.Name}'; rename one of them. Known: "
                        + $"{string.Join(", ", byName.Keys.Order())}."
                );
            }

            foreach (var executable in (executables.IsDefault ? [] : executables).Append(responder.Name).Distinct(StringComparer.Ordinal))
            {
                if (!byExecutable.TryAdd(executable, responder))
                {
                    throw new InvalidOperationException(
                        $"The executable '{executable}' is bound to both '{byExecutable[executable].Name}' and "
                            + $"'{responder.Name}'; bind it to one of them."
                    );
                }
            }
        }

        BindDefaultFilter(defaultFilters, byExecutable);
        var bound = byName.Values.ToDictionary(static one => one, static one => new BoundResponder(one, IsRegistered: true));
        _byExecutable = byExecutable.ToFrozenDictionary(static pair => pair.Key, pair => bound[pair.Value], StringComparer.Ordinal);
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        _scripts = scripts;
    }

    // A stock configuration means the packet filter that was added without names; otherwise a host that forgot the names would block
    // nobody.
    private static void BindDefaultFilter(List<IResponder> filters, Dictionary<string, IResponder> byExecutable)
    {
        var unclaimed = StockNames.PacketFiltering.Where(name => !byExecutable.ContainsKey(name)).ToList();
        if (filters.Count == 0 || unclaimed.Count == 0)
        {
            return;
        }

        if (filters.Count > 1 && unclaimed.Contains(StockNames.PacketFiltering[0]))
        {
            throw new InvalidOperationException(
                $"'{StockNames.PacketFiltering[0]}' of a stock configuration could mean "
                    + $"{string.Join(" or ", filters.Select(static filter => $"'{filter.Name}'"))}: "
                    + "add one of them with executables: StockNames.PacketFiltering, or use AddFirewallDrop."
            );
        }

        foreach (var name in filters.Count == 1 ? unclaimed : [])
        {
            byExecutable.Add(name, filters[0]);
        }
    }

    /// <summary>The registered responders; scripts come and go with the commands that name them.</summary>
    public IEnumerable<IResponder> Registered => _byName.Values;

    public bool TryFind(CommandDefinition command, [NotNullWhen(true)] out ResponderDescription? responder)
    {
        responder = Find(command)?.Describe(command);
        return responder is not null;
    }

    /// <summary>The responder that carries out a command; null if this host has none.</summary>
    public BoundResponder? Find(CommandDefinition command) => Find(command, out _);

    /// <summary>The responder that can revert a recorded effect, one of that kind and place whatever its name; null if there is none any
    /// more.</summary>
    /// <param name="responder">The recorded name of the responder.</param>
    /// <param name="command">The command of the recorded order.</param>
    /// <param name="place">The recorded place.</param>
    public IResponder? HolderOf(string responder, CommandDefinition command, string? place)
    {
        if (RegisteredHolderOf(responder, place) is { } registered)
        {
            return registered;
        }

        return _scripts?.Find(command, out _) is { } script && script.Holds(responder, place) ? script : null;
    }

    /// <summary>Finds the same among the registered responders.</summary>
    public IResponder? RegisteredHolderOf(string responder, string? place)
    {
        var named = _byName.GetValueOrDefault(responder);
        if (named?.Holds(responder, place) == true)
        {
            return named;
        }

        foreach (var other in _byName.Values)
        {
            if (other.Holds(responder, place))
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The registered responder of that name, or null.</summary>
    public IResponder? FindByName(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether an executable refers to a registered responder, whatever files of that name exist.</summary>
    public bool IsRegistered(string executable) => _byExecutable.ContainsKey(executable);

    /// <summary>The problems of responses that should run on this host.</summary>
    public ImmutableArray<BindingProblem> Check(ActiveResponseConfig config) =>
        [
            .. config
                .Responses.Select(response => (response, why: WhyUnusable(response)))
                .Where(static pair => pair.why is not null)
                .Select(static pair => new BindingProblem(pair.response, pair.why!)),
        ];

    private BoundResponder? Find(CommandDefinition command, out string? whyNot)
    {
        whyNot = null;
        if (_byExecutable.TryGetValue(command.Executable, out var registered))
        {
            return registered;
        }

        return _scripts?.Find(command, out whyNot) is { } script ? new BoundResponder(script, IsRegistered: false) : null;
    }

    private string? WhyUnusable(ResponseDefinition response)
    {
        var command = response.Command;
        if (Find(command, out var whyNot) is not { } responder)
        {
            return $"nothing on this host runs '{command.Executable}': no responder has that name"
                + (_scripts is null ? ", and no script folder is set" : $", and no script ({whyNot})");
        }

        return response.Timeout != TimeSpan.Zero && !responder.KeepsEffect(command)
            ? $"'{command.Executable}' can't be reverted, so its timeout of {response.Timeout.TotalSeconds:0} s can't be kept"
            : null;
    }
}
