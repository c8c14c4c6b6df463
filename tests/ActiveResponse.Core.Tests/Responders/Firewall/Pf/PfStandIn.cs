using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Pf;

/// <summary>pfctl(8), as far as tables, states and <c>-s</c> go.</summary>
internal sealed class PfStandIn : StandIn
{
    private const string Usage = "usage: pfctl [-AdeghMmNnOPqRrvz] [-a anchor] [-D macro=value] [-F modifier]\n";

    public bool IsEnabled { get; set; } = true;

    /// <summary>What pfctl of macOS says before anything else.</summary>
    public bool IsMac { get; set; }

    public List<string> Rules { get; } =
    [
        "block drop in quick from <ossec_fwtable> to any",
        "block drop out quick from any to <ossec_fwtable>",
        "pass all flags S/SA keep state",
    ];

    /// <summary>The tables: address and whether it is excepted.</summary>
    public SortedDictionary<string, Dictionary<AddressPrefix, bool>> Tables { get; } =
        new(StringComparer.Ordinal) { ["ossec_fwtable"] = [] };

    public List<(AddressPrefix From, AddressPrefix To)> States { get; } = [];

    public override string Describe()
    {
        var text = new StringBuilder();
        foreach (var (name, entries) in Tables)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<{name}> {string.Join(' ', entries.Select(static e => (e.Value ? "!" : "") + e.Key).Order(StringComparer.Ordinal))}\n"
            );
        }

        return text.Append(string.Join('\n', Rules)).ToString();
    }

    protected override CommandResult Run(string program, string[] arguments, string input)
    {
        if (program != "pfctl")
        {
            return Unknown(program);
        }

        var result = Answer(arguments, input);
        return IsMac
            ? result with
            {
                StandardError = Encoding.ASCII.GetBytes("No ALTQ support in kernel\nALTQ related functions disabled\n" + result.ErrorText),
            }
            : result;
    }

    // Long: one case per command of the program.
    private CommandResult Answer(string[] arguments, string input)
    {
        string? table = null,
            command = null,
            file = null,
            show = null;
        List<string> kills = [];
        var isQuiet = false;
        var i = 0;
        for (; i < arguments.Length && arguments[i].StartsWith('-'); i++)
        {
            if (arguments[i] == "-q")
            {
                isQuiet = true;
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                return CommandResult.Exited(1, error: Usage);
            }

            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "-t":
                    table = value;
                    break;
                case "-T":
                    command = value;
                    break;
                case "-f":
                    file = value;
                    break;
                case "-s":
                    show = value;
                    break;
                case "-k" when kills.Count < 2:
                    kills.Add(value);
                    break;
                default:
                    return CommandResult.Exited(1, error: Usage);
            }

            i++;
        }

        var rest = arguments[i..];
        return (table, command, show, kills.Count) switch
        {
            ({ Length: < 32 }, not null, null, 0) => Table(table, command, rest, file, input, isQuiet),
            (null, null, not null, 0) when rest is [] && file is null => Show(show),
            (null, null, null, > 0) when rest is [] && file is null => Kill(kills, isQuiet),
            _ => CommandResult.Exited(1, error: Usage),
        };
    }

    // Long: one case per command of the program.
    private CommandResult Table(string name, string command, string[] rest, string? file, string input, bool isQuiet)
    {
        Tables.TryGetValue(name, out var table);
        if (command == "show")
        {
            if (rest is not [] || file is not null)
            {
                return CommandResult.Exited(1, error: Usage);
            }

            if (table is null)
            {
                return CommandResult.Exited(255, error: "pfctl: Table does not exist.\n");
            }

            return CommandResult.Exited(0, string.Concat(table.Select(static entry => $"  {(entry.Value ? '!' : ' ')}{entry.Key}\n")));
        }

        if (command is not ("add" or "delete") || (file is not null and not "-"))
        {
            return CommandResult.Exited(1, error: Usage);
        }

        List<(AddressPrefix Address, bool IsException)> addresses = [];
        foreach (var word in rest.Concat(file is null ? [] : input.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!AddressPrefix.TryParse(word.TrimStart('!'), out var address))
            {
                return CommandResult.Exited(255, error: $"no IP address found for {word}\npfctl: cannot load {file}: Undefined error: 0\n");
            }

            addresses.Add((address, word.StartsWith('!')));
        }

        if (table is null)
        {
            if (command == "delete")
            {
                return CommandResult.Exited(255, error: "pfctl: Table does not exist.\n");
            }

            Tables[name] = table = [];
        }

        // What is there with the other sign is in conflict and left alone, without an error.
        var changed = addresses.Count(entry =>
            command == "add"
                ? table.TryAdd(entry.Address, entry.IsException)
                : table.TryGetValue(entry.Address, out var sign) && sign == entry.IsException && table.Remove(entry.Address)
        );
        var done = command == "add" ? "added" : "deleted";
        return CommandResult.Exited(0, error: isQuiet ? "" : $"{changed}/{addresses.Count} addresses {done}.\n");
    }

    private CommandResult Show(string what) =>
        what switch
        {
            "info" => CommandResult.Exited(
                0,
                $"Status: {(IsEnabled ? "Enabled" : "Disabled")} for 0 days 00:10:00           Debug: Urgent\n\nState Table\n"
            ),
            "Tables" => CommandResult.Exited(0, string.Concat(Tables.Keys.Select(static name => name + "\n"))),
            "rules" => CommandResult.Exited(0, string.Concat(Rules.Select(static rule => rule + "\n"))),
            _ => CommandResult.Exited(1, error: $"pfctl: Unknown show modifier '{what}'\n{Usage}"),
        };

    private CommandResult Kill(List<string> hosts, bool isQuiet)
    {
        List<AddressPrefix> prefixes = [];
        foreach (var host in hosts)
        {
            if (!AddressPrefix.TryParse(host, out var prefix))
            {
                return CommandResult.Exited(1, error: $"pfctl: getaddrinfo: Name does not resolve\n");
            }

            prefixes.Add(prefix);
        }

        var killed = States.RemoveAll(state => prefixes[0].Contains(state.From) && (prefixes.Count == 1 || prefixes[1].Contains(state.To)));
        return CommandResult.Exited(
            0,
            error: isQuiet ? "" : $"killed {killed} states from {1} sources and {prefixes.Count - 1} destinations\n"
        );
    }
}
