using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall.AixIpsec;

/// <summary><c>genfilt</c>, <c>lsfilt</c>, <c>rmfilt</c> and <c>mkfilt</c> of AIX 7 for IPv4, as IBM's command reference describes
/// them.</summary>
internal sealed class AixIpsecStandIn : StandInProgram
{
    private const string First =
        "permit|0.0.0.0|0.0.0.0|0.0.0.0|0.0.0.0|no|udp|eq|4001|eq|4001|both|both|no|all packets|0|all|0|||Default Rule";
    private const string Tunnels = "*** Dynamic filter placement rule for IKE tunnels ***|no";
    private const string Last =
        "permit|0.0.0.0|0.0.0.0|0.0.0.0|0.0.0.0|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||Default Rule";

    private readonly List<string> _rules = [First, Tunnels];
    private string[] _active = [First, Tunnels];

    /// <summary>The number the first rule is listed with: 1, or 0 as OSSEC has it.</summary>
    public int FirstNumber { get; init; } = 1;

    /// <summary>An address that can't be added.</summary>
    public string? Refused { get; set; }

    /// <summary>The table.</summary>
    public string Text => string.Join('\n', _rules);

    /// <summary>What the kernel goes by.</summary>
    public string Active => string.Join('\n', _active);

    public void AddRule(string action, string source, string mask, string description)
    {
        _rules.Add(Rule(action, source, mask, "0.0.0.0", "0.0.0.0", description));
        _active = [.. _rules];
    }

    protected override bool IsListing(string line) => line.StartsWith("lsfilt", StringComparison.Ordinal);

    protected override CommandResult Run(string executable, string[] arguments) =>
        (executable, arguments) switch
        {
            ("lsfilt", ["-v", "4", "-O"]) => CommandResult.Exited(0, Listing()),
            ("mkfilt", ["-v", "4", "-u"]) => Activate(),
            ("rmfilt", ["-v", "4", "-n", var number]) => Remove(number),
            ("genfilt", ["-v", "4", .. var rest]) => Add(rest),
            ("lsfilt" or "mkfilt" or "rmfilt" or "genfilt", _) => CommandResult.Exited(1, error: $"Usage: {executable} -v 4|6 …\n"),
            _ => NotFound(executable),
        };

    private string Listing() => string.Join('\n', [.. _rules.Select((rule, i) => $"{i + FirstNumber}|{rule}"), $"0|{Last}", ""]);

    private CommandResult Activate()
    {
        _active = [.. _rules];
        return CommandResult.Exited(0);
    }

    private CommandResult Remove(string number)
    {
        if (!TryNumber(number, out var at) || at > _rules.Count)
        {
            return CommandResult.Exited(1, error: "Invalid filter rule ID.\n");
        }

        _rules.RemoveAt(at - 1);
        return CommandResult.Exited(0, $"Filter rule {at} for IPv4 has been removed successfully.\n");
    }

    // Long: one case per option of the program.
    private CommandResult Add(string[] arguments)
    {
        if (
            arguments.Length % 2 != 0
            || arguments
                .Where(static (_, i) => i % 2 == 0)
                .Any(static flag => flag is not ("-n" or "-a" or "-s" or "-m" or "-d" or "-M" or "-w" or "-D"))
        )
        {
            return CommandResult.Exited(1, error: "Usage: genfilt -v 4|6 [-n fid] [-a D|P|I|L|E|H|S] -s s_addr -m s_mask …\n");
        }

        var values = arguments.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
        if (
            values.GetValueOrDefault("-a") is not ("D" or "P")
            || values.GetValueOrDefault("-w", "B") is not ("I" or "O" or "B")
            || !new[] { "-s", "-m", "-d", "-M" }.All(flag => IsAddress(values.GetValueOrDefault(flag)))
            || values["-s"] == Refused
        )
        {
            return CommandResult.Exited(1, error: "Invalid source address or mask.\n");
        }

        var place = _rules.Count + 1;
        if (values.TryGetValue("-n", out var before) && (!TryNumber(before, out place) || place > _rules.Count))
        {
            return CommandResult.Exited(1, error: "Invalid filter rule ID.\n");
        }

        _rules.Insert(
            place - 1,
            Rule(
                values["-a"] == "D" ? "deny" : "permit",
                values["-s"],
                values["-m"],
                values["-d"],
                values["-M"],
                values.GetValueOrDefault("-D", "")
            )
        );
        return CommandResult.Exited(0, $"Filter rule {place} for IPv4 has been added successfully.\n");
    }

    private static string Rule(string action, string source, string mask, string to, string toMask, string description) =>
        $"{action}|{source}|{mask}|{to}|{toMask}|yes|all|any|0|any|0|both|both|no|all packets|0|all|0|||{description}";

    // The first rule is the system's.
    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 1;

    private static bool IsAddress(string? text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;
}
