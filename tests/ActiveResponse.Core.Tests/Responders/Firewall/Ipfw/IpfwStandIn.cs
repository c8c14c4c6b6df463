using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfw;

/// <summary>ipfw(8) of FreeBSD 11 and later, as far as tables and rules that deny go, and the one value of sysctl(8).</summary>
internal sealed class IpfwStandIn : StandIn
{
    // The exit codes of sysexits(3).
    private const int UsageError = 64;
    private const int DataError = 65;
    private const int NoHost = 68;
    private const int Unavailable = 69;
    private const int SystemError = 71;

    public bool IsEnabled { get; set; } = true;

    public List<(int Number, string Body)> Rules { get; } = [(65535, "allow ip from any to any")];

    public SortedDictionary<string, HashSet<AddressPrefix>> Tables { get; } = new(StringComparer.Ordinal);

    // An empty table that no rule looks at is as none.
    public override string Describe() =>
        List()
        + string.Concat(
            Tables
                .Where(static table => table.Value.Count > 0)
                .Select(static table =>
                    $"{table.Key}: {string.Join(' ', table.Value.Select(static a => a.ToString()).Order(StringComparer.Ordinal))}\n"
                )
        );

    protected override CommandResult Run(string program, string[] arguments, string input) =>
        program switch
        {
            "ipfw" when arguments is [.., ['/', ..] path] => ReadFile(arguments[..^1], path, input),
            "ipfw" => Command(arguments, "ipfw", isQuiet: false),
            "sysctl" when arguments is ["-n", "net.inet.ip.fw.enable"] => CommandResult.Exited(0, IsEnabled ? "1\n" : "0\n"),
            "sysctl" => CommandResult.Exited(1, error: $"sysctl: unknown oid '{arguments.LastOrDefault()}'\n"),
            _ => Unknown(program),
        };

    private CommandResult ReadFile(string[] options, string path, string input)
    {
        if (path != "/dev/stdin")
        {
            return Error("ipfw", UsageError, $"pathname: {path}: No such file or directory");
        }

        if (!options.All(static option => option is "-q"))
        {
            return Error("ipfw", UsageError, "bad arguments, for usage summary ``ipfw''");
        }

        var number = 0;
        foreach (var line in input.Split('\n').SkipLast(1))
        {
            number++;
            var done = Command(
                line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries),
                string.Create(CultureInfo.InvariantCulture, $"Line {number}"),
                options.Length > 0
            );
            if (!done.IsSuccess)
            {
                return done;
            }
        }

        return CommandResult.Exited(0);
    }

    private CommandResult Command(string[] words, string teller, bool isQuiet)
    {
        while (words is ["-q", ..])
        {
            (isQuiet, words) = (true, words[1..]);
        }

        return words switch
        {
            ["list"] => CommandResult.Exited(0, List()),
            ["add", var number, .. var body] => AddRule(teller, number, body, isQuiet),
            ["delete", var number] => DeleteRules(teller, number),
            ["table", "all", ..] or ["table"] => Error(teller, UsageError, "table name required"),
            ["table", var name, "list"] => ListTable(teller, name),
            ["table", var name, "add", var key] => AddKey(teller, name, key, isQuiet),
            ["table", var name, "add", var key, "0"] => AddKey(teller, name, key, isQuiet),
            ["table", var name, "delete", .. { Length: > 0 } keys] => DeleteKeys(teller, name, keys, isQuiet),
            ["table", _] => Error(teller, UsageError, "table needs command"),
            ["table", _, "add" or "delete"] => Error(teller, UsageError, "address required"),
            [] => Error(teller, UsageError, "bad arguments, for usage summary ``ipfw''"),
            _ => Error(teller, UsageError, $"bad command `{words[0]}'"),
        };
    }

    private string List() =>
        string.Concat(Rules.Select(static rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Number:D5} {rule.Body}\n")));

    private CommandResult AddRule(string teller, string number, string[] body, bool isQuiet)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n is < 1 or > 65534)
        {
            return Error(teller, UsageError, "invalid rule number");
        }

        if (
            body is not ["deny", "ip", "from", var from, "to", var to, .. var rest]
            || !IsPlace(from)
            || !IsPlace(to)
            || rest is not ([] or ["//", _, ..])
        )
        {
            return Error(teller, UsageError, $"invalid action {body.FirstOrDefault()}");
        }

        foreach (var table in new[] { from, to }.Where(static place => place != "any"))
        {
            Tables.TryAdd(table[6..^1], []);
        }

        var rule = (n, string.Join(' ', body));
        Rules.Insert(Rules.FindIndex(other => other.Number > n), rule);
        return CommandResult.Exited(0, isQuiet ? "" : string.Create(CultureInfo.InvariantCulture, $"{rule.n:D5} {rule.Item2}\n"));
    }

    private CommandResult DeleteRules(string teller, string number)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            return Error(teller, UsageError, $"bad command `{number}'");
        }

        if (Rules.RemoveAll(rule => rule.Number == n && n != 65535) == 0)
        {
            return Error(teller, Unavailable, $"no rules rule {n}");
        }

        return CommandResult.Exited(0);
    }

    private CommandResult ListTable(string teller, string name) =>
        Tables.TryGetValue(name, out var table)
            ? CommandResult.Exited(0, string.Concat(table.Select(static address => $"{address.Address}/{address.Length} 0\n")))
            : Error(teller, SystemError, "failed to request table info: No such process");

    private CommandResult AddKey(string teller, string name, string key, bool isQuiet)
    {
        if (!AddressPrefix.TryParse(key, out var address))
        {
            return Error(teller, NoHost, $"hostname ``{key}'' unknown");
        }

        var warning = "";
        if (!Tables.TryGetValue(name, out var table))
        {
            Tables[name] = table = [];
            warning = isQuiet ? "" : $"{teller}: DEPRECATED: inserting data into non-existent table {name}. (auto-created)\n";
        }

        if (table.Add(address) || isQuiet)
        {
            return CommandResult.Exited(0, isQuiet ? "" : $"added: {address.Address}/{address.Length} 0\n", warning);
        }

        return CommandResult.Exited(
            SystemError,
            $"exists: {address.Address}/{address.Length} 0\n",
            $"{teller}: Adding record failed: record already exists\n"
        );
    }

    private CommandResult DeleteKeys(string teller, string name, string[] keys, bool isQuiet)
    {
        if (!Tables.TryGetValue(name, out var table))
        {
            return Error(teller, DataError, $"Table {name} does not exist");
        }

        foreach (var key in keys)
        {
            if (!AddressPrefix.TryParse(key, out var address))
            {
                return Error(teller, NoHost, $"hostname ``{key}'' unknown");
            }

            if (!table.Remove(address) && !isQuiet)
            {
                return Error(teller, SystemError, "Deleting record failed: record not found");
            }
        }

        return CommandResult.Exited(0);
    }

    private static bool IsPlace(string word) =>
        word == "any" || (word.StartsWith("table(", StringComparison.Ordinal) && word.EndsWith(')') && word.Length > 7);

    private static CommandResult Error(string teller, int code, string text) => CommandResult.Exited(code, error: $"{teller}: {text}\n");
}
