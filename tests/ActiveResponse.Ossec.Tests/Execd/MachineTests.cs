using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>What the recorded scenarios don't reach.</summary>
public sealed class MachineTests
{
    // Recorded of OSSEC at 7f06fe0d: what follows a NUL is ignored, bytes that aren't UTF-8 stay, and an empty datagram is nothing.
    [Fact]
    public void Bytes_of_an_OSSEC_message_stay_as_they_are_up_to_a_NUL()
    {
        var installation = new Installation(ConfigDialect.Ossec, "blk5 - blk.sh - 5\n", ["blk.sh"]);

        Handle(installation, "blk5 - 9.9.9.9\0 more"u8.ToArray()).Should().Equal("add", "-", "9.9.9.9");
        Handle(installation, [.. "blk5 - "u8, 0xff, 0xfe, .. " "u8, 0xff]).Should().Equal("add", "-", "\udcff\udcfe", "\udcff");
        installation.Machine.Handle([]).Should().BeNull();
        installation.Machine.Handle([0]).Should().BeNull();
        Handle(installation, "blk5 - 7.7.7.7 x"u8.ToArray()).Should().Equal("add", "-", "7.7.7.7", "x");
    }

    // The original crashes here, if anything is in place.
    [Fact]
    public void Too_few_arguments_do_nothing_while_something_is_in_place()
    {
        var installation = new Installation(ConfigDialect.Ossec, "blk5 - blk.sh - 5\n", ["blk.sh"]);
        Handle(installation, "blk5 - 1.2.3.4"u8.ToArray());

        installation.Machine.Handle("blk5 -"u8).Should().BeNull();

        installation.Machine.TakeAll().Should().ContainSingle();
    }

    // The original has room for 65 names and writes past its table beyond.
    [Fact]
    public void An_ar_conf_of_a_thousand_names_is_used_to_its_end()
    {
        var installation = new Installation(
            ConfigDialect.Ossec,
            string.Concat(Enumerable.Range(0, 1000).Select(static n => $"n{n} - blk.sh - 5\n")),
            ["blk.sh"]
        );

        Handle(installation, "n999 - 1.2.3.4"u8.ToArray()).Should().Equal("add", "-", "1.2.3.4");
        Handle(installation, "nosuch - 1.2.3.4"u8.ToArray()).Should().BeEmpty();
        Handle(installation, "n0 - 1.2.3.5"u8.ToArray()).Should().Equal("add", "-", "1.2.3.5");
    }

    [Fact]
    public void Agents_of_another_layout_have_their_ar_conf_in_shared()
    {
        var installation = new Installation(ConfigDialect.Ossec, "", ["blk.sh"]);
        installation.Files.File.Delete(installation.Folder.ArConf);
        installation.Files.Directory.CreateDirectory(Path.Combine(installation.Folder.Home, "shared"));
        installation.Files.File.WriteAllText(Path.Combine(installation.Folder.Home, "shared/ar.conf"), "blk5 - blk.sh - 5\n");

        Handle(installation, "blk5 - 1.2.3.4"u8.ToArray()).Should().Equal("add", "-", "1.2.3.4");
    }

    [Fact]
    public void A_restart_is_told_what_kind_of_host_it_is_on()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["restart.sh"]);
        var message = """{"version":1,"command":"restart-wazuh"}"""u8.ToArray();

        Handle(installation, message).Should().Equal("manager");
        installation.Files.Directory.CreateDirectory(Path.Combine(installation.Folder.Home, "bin"));
        installation.Files.File.WriteAllText(Path.Combine(installation.Folder.Home, "bin/wazuh-agentd"), "");

        Handle(installation, message).Should().Equal("agent");
    }

    [Fact]
    public void A_program_path_is_doubled_if_the_message_has_one_and_a_missing_sender_stays_missing()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "blk0 - blk - 0\n", ["blk"]);

        Line(installation, """{"COMMAND":"blk0","parameters":{"program":"x"}}""")
            .Should()
            .Be("""{"command":"add","parameters":{"program":"x","program":"active-response/bin/blk"}}""");
        Line(installation, """{"command":"blk0","origin":{"Module":"a"},"parameters":7}""")
            .Should()
            .Be("""{"command":"add","origin":{"module":"wazuh-execd"},"parameters":7}""");
        Line(installation, """{"command":"blk0","parameters":[1]}""")
            .Should()
            .Be("""{"command":"add","parameters":[1,"active-response/bin/blk"]}""");
    }

    // Long: one scenario from start to end.
    [Fact]
    public void Keys_make_the_block_and_too_many_are_cut()
    {
        WazuhKeys
            .IdentityOf(
                "active-response/bin/blk",
                """{"version":1,"origin":{},"command":"check_keys","parameters":{"keys":["a",1,"b"]}}"""u8,
                false
            )
            .Should()
            .Be("blk-a-b");
        WazuhKeys
            .IdentityOf("active-response/bin/blk", """{"command":"check_keys","parameters":{"keys":["a"]}}"""u8, false)
            .Should()
            .Be("blk");
        WazuhKeys
            .IdentityOf("active-response/bin/blk", """{"command":"check_keys","parameters":{"keys":["a"]}}"""u8, true)
            .Should()
            .Be("blk-a");
        WazuhKeys
            .IdentityOf(
                "active-response/bin/blk",
                """{"version":1,"origin":{},"command":"continue","parameters":{"keys":["a"]}}"""u8,
                false
            )
            .Should()
            .Be("blk");
        var long1 = new string('x', 4090);
        WazuhKeys
            .IdentityOf(
                "blk",
                Encoding.UTF8.GetBytes(
                    $$$"""{"version":1,"origin":{},"command":"check_keys","parameters":{"keys":["{{{long1}}}","yyyyyy"]}}"""
                ),
                false
            )
            .Should()
            .Be("blk-" + long1);
        WazuhKeys
            .IdentityOf(
                "blk",
                Encoding.UTF8.GetBytes($$$"""{"version":1,"origin":{},"command":"check_keys","parameters":{"keys":["{{{long1}}}xxxx"]}}"""),
                false
            )
            .Should()
            .HaveLength(4095);
    }

    private static IEnumerable<string> Handle(Installation installation, byte[] datagram) =>
        installation.Machine.Handle(datagram)?.Arguments.AsEnumerable() ?? [];

    private static string Line(Installation installation, string message) =>
        Encoding.UTF8.GetString(installation.Machine.Handle(Encoding.UTF8.GetBytes(message))!.Line.Span);
}
