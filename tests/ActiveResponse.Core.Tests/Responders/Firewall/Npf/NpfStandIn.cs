using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Npf;

/// <summary>npfctl(8), as far as <c>show</c> and tables go.</summary>
internal sealed class NpfStandIn : StandIn
{
    private const string Usage =
        "usage:\tnpfctl start | stop | flush | show | stats\n\tnpfctl table \"table-name\" { add | rem | test } <address/mask>\n";

    public bool IsActive { get; set; } = true;

    public string Table { get; set; } = "ossec_blacklist";

    public string TableType { get; set; } = "lpm";

    public List<string> Rules { get; } =
    ["\tblock in final from <ossec_blacklist>", "\tblock out final to <ossec_blacklist>", "\tpass stateful all"];

    public HashSet<AddressPrefix> Entries { get; } = [];

    public override string Describe() =>
        string.Join(' ', Entries.Select(static address => address.ToString()).Order(StringComparer.Ordinal));

    protected override CommandResult Run(string program, string[] arguments, string input) =>
        (program, arguments) switch
        {
            ("npfctl", ["show"]) => Show(),
            ("npfctl", ["table", var name, "list"]) => name == Table
                ? CommandResult.Exited(0, string.Concat(Entries.Select(static address => address + "\n")))
                : NoTable(name),
            ("npfctl", ["table", var name, "add" or "rem" or "test", var address]) => name == Table
                ? Change(arguments[2], address)
                : NoTable(name),
            ("npfctl", ["table", _, var verb, ..]) when verb is not ("add" or "rem" or "test" or "list") => Error(
                $"invalid command '{verb}'"
            ),
            ("npfctl", _) => CommandResult.Exited(1, error: Usage),
            _ => Unknown(program),
        };

    private CommandResult Show() =>
        CommandResult.Exited(
            0,
            $"# filtering:\t{(IsActive ? "active" : "inactive")}\n# config:\tloaded\n\ntable <{Table}> type "
                + $"{TableType}\n\ngroup {{\n{string.Join('\n', Rules)}\n}}\n\n"
        );

    private CommandResult Change(string verb, string text)
    {
        if (!AddressPrefix.TryParse(text, out var address))
        {
            return Error($"invalid CIDR '{text}'");
        }

        if (!address.IsSingleAddress && TableType != "lpm")
        {
            return Error("invalid address, mask or table ID");
        }

        return verb switch
        {
            "add" when !Entries.Add(address) => Error("entry already exists or is conflicting"),
            "rem" when !Entries.Remove(address) => Error("not found"),
            "test" when !Entries.Any(entry => entry.Contains(address)) => Error("not found"),
            _ => CommandResult.Exited(0, verb == "test" ? "npfctl: matching entry found\n" : "npfctl: success\n"),
        };
    }

    private static CommandResult NoTable(string name) => Error($"table '{name}' not found");

    private static CommandResult Error(string text) => CommandResult.Exited(1, error: $"npfctl: {text}\n");
}
