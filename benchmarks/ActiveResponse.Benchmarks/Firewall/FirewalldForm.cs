using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Benchmarks.Firewall;

/// <summary>A form of blocks in firewalld, and how firewall-cmd alone makes them.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Count">How many are blocked at once.</param>
/// <param name="Add">The runs that block addresses.</param>
/// <param name="Remove">The runs that let them in.</param>
/// <param name="List">The run that lists them.</param>
internal sealed record FirewalldForm(
    string Name,
    int Count,
    Func<AddressPrefix[], CommandInvocation[]> Add,
    Func<AddressPrefix[], CommandInvocation[]> Remove,
    CommandInvocation List
)
{
    private const int RulesOfOneCall = 500;
    private const string Set = "--ipset=active-response4";

    public static FirewalldForm Sets { get; } =
        new(
            "sets",
            10_000,
            static addresses => [Entries("add", addresses)],
            static addresses => [Entries("remove", addresses)],
            Command([Set, "--get-entries"], [])
        );

    public static FirewalldForm RichRules { get; } =
        new(
            "rich rules",
            1_000,
            static addresses => [.. addresses.Chunk(RulesOfOneCall).Select(static part => Rules("add", part))],
            static addresses => [.. addresses.Chunk(RulesOfOneCall).Select(static part => Rules("remove", part))],
            Command(["--list-rich-rules"], [])
        );

    private static CommandInvocation Entries(string verb, AddressPrefix[] addresses) =>
        addresses.Length == 1
            ? Command([Set, $"--{verb}-entry={addresses[0]}"], [])
            : Command([Set, $"--{verb}-entries-from-file=/dev/stdin"], addresses);

    private static CommandInvocation Rules(string verb, AddressPrefix[] addresses) =>
        Command([.. addresses.Select(address => $"--{verb}-rich-rule=rule family='ipv4' source address='{address}' drop")], []);

    private static CommandInvocation Command(string[] arguments, AddressPrefix[] input) =>
        new("firewall-cmd", arguments)
        {
            StandardInput = Encoding.ASCII.GetBytes(
                string.Concat(input.Select(static address => string.Create(CultureInfo.InvariantCulture, $"{address}\n")))
            ),
            MaxCapturedBytes = 1 << 26,
            Limits = FirewalldHost.Patient,
        };
}
