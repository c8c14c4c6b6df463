using ActiveResponse.Tool.Import;
using ActiveResponse.Tool.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tool.Tests.Import;

public sealed class ImportFormatsTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_796_066_996);
    private readonly Folder _folder = new();

    // Shape of CrowdSec 1.6: a list of alerts with decisions; here one of an address, one of a range, and what is no block.
    private const string Decisions = """
        [
          {"id": 21, "scenario": "crowdsecurity/ssh-bf", "source": {"ip": "203.0.113.9", "scope": "Ip"}, "decisions": [
            {"duration": "3h59m26.4s", "id": 7, "origin": "crowdsec", "scenario": "crowdsecurity/ssh-bf", "scope": "Ip", "simulated": false,
              "type": "ban", "value": "203.0.113.9"}]},
          {"id": 22, "decisions": [
            {"duration": "167h0m1s", "origin": "cscli", "scenario": "manual", "scope": "Range", "type": "ban", "value": "198.51.100.0/24"},
            {"duration": "1h", "scenario": "x", "scope": "Ip", "type": "captcha", "value": "203.0.113.10"},
            {"duration": "1h", "scenario": "x", "scope": "Ip", "simulated": true, "type": "ban", "value": "203.0.113.12"},
            {"duration": "1h", "scenario": "x", "scope": "Country", "type": "ban", "value": "XX"},
            {"duration": "-12m3s", "scenario": "x", "scope": "Ip", "type": "ban", "value": "203.0.113.11"}]},
          {"id": 23, "simulated": true, "decisions": [
            {"duration": "1h", "scenario": "x", "scope": "Ip", "type": "ban", "value": "203.0.113.13"}]}
        ]
        """;

    [Fact]
    public void Decisions_of_CrowdSec_are_bans_of_addresses_and_ranges() =>
        Read(Decisions)
            .Should()
            .Equal(
                new ImportedBlock("203.0.113.9", new TimeSpan(0, 3, 59, 26, 400), "crowdsecurity/ssh-bf"),
                new ImportedBlock("198.51.100.0/24", new TimeSpan(167, 0, 1), "manual"),
                new ImportedBlock("203.0.113.11", TimeSpan.Zero, "x")
            );

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("# nothing\n")]
    public void Nothing_to_import_is_no_error(string text) => Read(text).Should().BeEmpty();

    [Fact]
    public void A_comment_begins_at_a_number_sign_after_a_blank_as_in_lists_of_targets() =>
        Read("#one\n 203.0.113.9 # two\n/srv/a#b\n203.0.113.10#c\n")
            .Select(static block => block.Target)
            .Should()
            .Equal("203.0.113.9", "/srv/a#b", "203.0.113.10#c");

    [Fact]
    public void Members_of_ipset_have_their_time_left() =>
        Read(
                "create bad hash:ip family inet hashsize 1024 maxelem 65536 timeout 0\n"
                    + "add bad 203.0.113.9 timeout 3599\nadd bad 203.0.113.10 timeout 0\nadd net 198.51.100.0/24 comment \"x\"\n"
                    + "add net 198.51.100.7 nomatch\n"
            )
            .Should()
            .Equal(
                new ImportedBlock("203.0.113.9", TimeSpan.FromSeconds(3599), "set bad"),
                new ImportedBlock("203.0.113.10", null, "set bad"),
                new ImportedBlock("198.51.100.0/24", null, "set net")
            );

    [Fact]
    public void Elements_of_nftables_are_addresses_and_prefixes_of_named_sets() =>
        Read(
                """
                {"nftables": [{"metainfo": {"version": "1.0.6"}}, {"set": {"name": "bad", "table": "f", "type": "ipv4_addr",
                  "handle": 2, "flags": ["interval", "timeout"], "elem": [
                  {"elem": {"val": "203.0.113.9", "timeout": 3600, "expires": 3595}},
                  {"prefix": {"addr": "198.51.100.0", "len": 24}}, "203.0.113.10", {"range": ["192.0.2.1", "192.0.2.9"]}]}},
                  {"set": {"name": "ports", "type": "inet_service", "elem": [22]}}]}
                """
            )
            .Should()
            .Equal(
                new ImportedBlock("203.0.113.9", TimeSpan.FromSeconds(3595), "set bad"),
                new ImportedBlock("198.51.100.0/24", null, "set bad"),
                new ImportedBlock("203.0.113.10", null, "set bad"),
                new ImportedBlock("""{"range": ["192.0.2.1", "192.0.2.9"]}""", null, "set bad")
            );

    [Fact]
    public void The_own_list_keeps_ends() =>
        Read(
                $$"""
                {"target":"203.0.113.9","responder":"firewall-drop","state":"active","until":"{{Now.AddMinutes(5):O}}"}
                {"target":"root","responder":"disable-account","state":"active","until":null}
                """
            )
            .Should()
            .Equal(
                new ImportedBlock("203.0.113.9", TimeSpan.FromMinutes(5), "firewall-drop"),
                new ImportedBlock("root", null, "disable-account")
            );

    [Fact]
    public void Bans_of_fail2ban_are_the_rows_in_force() =>
        ImportFormats
            .Read(Fail2ban.Database(_folder), ImportFormats.Auto, Now.AddSeconds(600))
            .Should()
            .Equal(
                new ImportedBlock("203.0.113.9", TimeSpan.FromSeconds(3000), "jail sshd"),
                new ImportedBlock("2001:db8::9", TimeSpan.FromSeconds(3000), "jail sshd"),
                new ImportedBlock("203.0.113.10", null, "jail sshd"),
                new ImportedBlock("203.0.113.11", TimeSpan.FromSeconds(-600), "jail web")
            );

    [Theory]
    [InlineData("fail2ban", "x", "is no database of fail2ban")]
    [InlineData("crowdsec", "[", "line 1 is no valid JSON")]
    [InlineData("crowdsec", "{}", "isn't the output of 'cscli")]
    [InlineData("crowdsec", """[{"type":"ban","scope":"Ip","value":"1.2.3.4","duration":"soon"}]""", "'soon' is no duration")]
    [InlineData("nft", "{}", "isn't the output of 'nft -j list'")]
    [InlineData("ipset", "create a hash:ip\nadd a", "line 2 isn't of 'ipset save'")]
    [InlineData("ipset", "add a 1.2.3.4 timeout x", "line 1 has no number after 'timeout'")]
    [InlineData("json", "{\"target\":\"a\"}\n{}", "line 2 isn't of 'active-response list --json'")]
    [InlineData("json", "{\"target\":\"a\"}\n{", "line 2 is no valid JSON")]
    [InlineData("json", """{"target":"a","until":"soon"}""", "'soon' is no time")]
    public void Another_format_is_said_with_file_and_line(string format, string text, string message)
    {
        var read = () => Read(text, format);

        read.Should().Throw<ImportException>().WithMessage($"{_folder.File("import")}*{message}*");
    }

    [Fact]
    public void Another_database_is_refused()
    {
        var file = Fail2ban.Database(_folder, "CREATE TABLE other (x)");

        var read = () => ImportFormats.Read(file, ImportFormats.Auto, Now);

        read.Should().Throw<ImportException>().WithMessage("*isn't the database of fail2ban 0.11 or later*");
    }

    [Fact]
    public void No_text_makes_a_reader_throw_anything_else()
    {
        Prop.ForAll<string, int>(
                (text, which) =>
                {
                    try
                    {
                        Read(text ?? "", ImportFormats.Names[(int)((uint)which % ImportFormats.Names.Count)]);
                    }
                    catch (ImportException)
                    {
                        // Said in one line.
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<ImportedBlock> Read(string text, string format = ImportFormats.Auto) =>
        ImportFormats.Read(_folder.Write("import", text), format, Now);
}
