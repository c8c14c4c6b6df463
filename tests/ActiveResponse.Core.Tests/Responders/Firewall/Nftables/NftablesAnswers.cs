using System.Text;
using ActiveResponse.Processes;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

/// <summary>What nft answers.</summary>
internal static class NftablesAnswers
{
    public const string OldKernel = """
        {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}},
        {"table": {"family": "inet", "name": "active_response_probe", "handle": 1}},
        {"set": {"family": "inet", "name": "hosts4", "table": "active_response_probe",
        "type": "ipv4_addr", "comment": "active-response", "flags": ["timeout"], "elem": [
        {"elem": {"val": "192.0.2.1", "timeout": 3600, "expires": 3599}}, {"elem": {"val": "192.0.2.2", "timeout": 3600,
        "expires": 3599}}, "192.0.2.3", {"elem": {"val": "192.0.2.4", "timeout": 7200, "expires": 3599}}]}}]}
        """;

    public const string NewKernel = """
        {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}},
        {"table": {"family": "inet", "name": "active_response_probe", "handle": 1}},
        {"set": {"family": "inet", "name": "hosts4", "table": "active_response_probe",
        "type": "ipv4_addr", "comment": "active-response", "flags": ["timeout"], "elem": [
        {"elem": {"val": "192.0.2.1", "timeout": 7200, "expires": 7199}}, "192.0.2.2",
        {"elem": {"val": "192.0.2.3", "timeout": 3600, "expires": 3599}},
        {"elem": {"val": "192.0.2.4", "timeout": 7200, "expires": 7199}}]}}]}
        """;

    public static readonly CommandResult NoTable = CommandResult.Exited(
        1,
        error: "Error: No such file or directory\nlist table inet active_response\n"
    );

    /// <summary>A host without our table, under a kernel of either kind.</summary>
    public static FakeCommandRunner Host(bool oldKernel) =>
        new FakeCommandRunner()
            .Answer(static command => command.Arguments.Contains("list"), NoTable)
            .Answer(
                static command => command.Arguments.Contains("active_response_probe"),
                CommandResult.Exited(0, oldKernel ? OldKernel : NewKernel)
            );

    /// <summary>The scripts that nft was given for our table.</summary>
    public static IEnumerable<string> Scripts(this FakeCommandRunner runner) =>
        runner
            .Calls.Select(static call => Encoding.ASCII.GetString(call.Command.StandardInput.Span))
            .Where(static script => script.Length > 0 && !script.Contains("_probe", StringComparison.Ordinal));
}
