using System.Net;
using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall.Netsh;

/// <summary>
/// <c>netsh advfirewall firewall</c> as Microsoft documents it: add, set, delete and show of rules, with the parameters a rule of addresses
/// needs. Anything else is refused with exit code 1.
/// </summary>
internal sealed class NetshStandIn : StandInProgram
{
    private const int LongestCommandLine = 32_767;

    private readonly List<Rule> _rules = [new Rule("Core Networking - DHCP (DHCP-In)", "in", "allow", "any")];

    public NetshLanguage Language { get; init; } = NetshLanguage.English;

    /// <summary>An address that a list must not hold.</summary>
    public string? Refused { get; set; }

    /// <summary>The rules, one a line.</summary>
    public string Text => string.Join('\n', _rules.Select(static rule => $"{rule.Name} {rule.Direction} {rule.Action} {rule.RemoteIP}"));

    public void AddRule(string name, string direction, string action, string remoteIP) =>
        _rules.Add(new Rule(name, direction, action, remoteIP));

    public void DeleteRules(string name) => _rules.RemoveAll(rule => IsNamed(rule, name));

    protected override bool IsListing(string line) => line.Contains(" show ", StringComparison.Ordinal);

    protected override CommandResult Run(string executable, string[] arguments)
    {
        if (executable != "netsh")
        {
            return NotFound(executable);
        }

        if (arguments.Sum(static argument => argument.Length + 3) + executable.Length > LongestCommandLine)
        {
            return CommandResult.NotStarted(StartFailure.Other, "The filename or extension is too long.");
        }

        return arguments is ["advfirewall", "firewall", var verb, "rule", .. var rest] && TryParse(rest, out var words)
            ? verb switch
            {
                "show" when words is [("name", var name)] => Show(name),
                "add" when words is [("name", var name), ("dir", "in" or "out"), ("action", "block" or "allow"), ("remoteip", _)] => Add(
                    name,
                    words[1].Value,
                    words[2].Value,
                    words[3].Value
                ),
                "set" when words is [("name", var name), ("dir", "in" or "out"), ("new", ""), ("remoteip", var list)] => Set(
                    name,
                    words[1].Value,
                    list
                ),
                "delete" when words is [("name", var name), ("dir", "in" or "out")] => Delete(name, words[1].Value),
                _ => Usage(),
            }
            : Usage();
    }

    private static bool TryParse(IEnumerable<string> arguments, out (string Key, string Value)[] words)
    {
        words = [.. arguments.Select(static argument => argument.Split('=', 2) is [var key, var value] ? (key, value) : (argument, ""))];
        return words.All(static word => word.Key is "new" || word.Value.Length > 0);
    }

    private CommandResult Show(string name)
    {
        var text = new StringBuilder();
        foreach (var rule in _rules.Where(rule => name == "all" || IsNamed(rule, name)))
        {
            text.Append(Language.Rule(rule.Name, rule.Direction, rule.Action, rule.RemoteIP));
        }

        return text.Length == 0 ? NoMatch() : CommandResult.Exited(0, text.Append(Language.Done).ToString());
    }

    private CommandResult Add(string name, string direction, string action, string list)
    {
        if (name == "all" || Normal(list) is not { } addresses)
        {
            return Usage();
        }

        _rules.Add(new Rule(name, direction, action, addresses));
        return CommandResult.Exited(0, Language.Done);
    }

    private CommandResult Set(string name, string direction, string list)
    {
        var fitting = Fitting(name, direction);
        if (fitting.Count == 0)
        {
            return NoMatch();
        }

        if (Normal(list) is not { } addresses)
        {
            return Usage();
        }

        fitting.ForEach(rule => rule.RemoteIP = addresses);
        return CommandResult.Exited(0, $"\r\nUpdated {fitting.Count} rule(s).{Language.Done}");
    }

    private CommandResult Delete(string name, string direction)
    {
        var fitting = Fitting(name, direction);
        _rules.RemoveAll(fitting.Contains);
        return fitting.Count == 0 ? NoMatch() : CommandResult.Exited(0, $"\r\nDeleted {fitting.Count} rule(s).{Language.Done}");
    }

    private List<Rule> Fitting(string name, string direction) =>
        [.. _rules.Where(rule => IsNamed(rule, name) && rule.Direction == direction)];

    private string? Normal(string list)
    {
        var items = list.Split(',');
        return items.All(IsAddress) && items.Distinct().Count() == items.Length ? list : null;
    }

    private bool IsAddress(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2
            && IPAddress.TryParse(parts[0], out var address)
            && byte.TryParse(parts[1], out var length)
            && length <= (address.GetAddressBytes().Length * 8)
            && IsNetwork(address, length)
            && text != Refused;
    }

    // Bits beyond the prefix are a mistake of the caller's.
    private static bool IsNetwork(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        return Enumerable.Range(length, (bytes.Length * 8) - length).All(bit => (bytes[bit / 8] & (0x80 >> (bit % 8))) == 0);
    }

    private CommandResult NoMatch() => CommandResult.Exited(1, $"\r\n{Language.NoMatch}\r\n\r\n");

    private CommandResult Usage() => CommandResult.Exited(1, $"\r\n{Language.NotValid}\r\n\r\nUsage: …\r\n\r\n");

    private static bool IsNamed(Rule rule, string name) => string.Equals(rule.Name, name, StringComparison.OrdinalIgnoreCase);

    private sealed class Rule(string name, string direction, string action, string remoteIP)
    {
        public string Name { get; } = name;

        public string Direction { get; } = direction;

        public string Action { get; } = action;

        public string RemoteIP { get; set; } = remoteIP;
    }
}
