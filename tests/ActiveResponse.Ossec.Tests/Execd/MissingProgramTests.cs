using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Names whose programs aren't on this host: told as the originals tell it, and no obstacle for a responder of our own.</summary>
public sealed class MissingProgramTests
{
    private const string Names = "netsh30 - netsh.cmd - 30\nfw600 - firewall-drop - 600\nfw600 - firewall-drop.cmd - 600\nblk5 - blk - 5\n";

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Each_line_whose_program_is_missing_is_told_when_the_file_is_read_first(ConfigDialect dialect)
    {
        var installation = new Installation(dialect, Names, ["blk"]);

        installation.Machine.Handle(Message(dialect, "blk5")).Should().NotBeNull();
        installation.Machine.Handle(Message(dialect, "nosuch")).Should().BeNull();

        installation
            .Notes.Where(static note => note.Text.Contains("doesn't exist", StringComparison.Ordinal))
            .Select(static note => note.Text.Split(' ')[0])
            .Should()
            .Equal(new[] { "netsh.cmd", "firewall-drop", "firewall-drop.cmd" }.Select(name => installation.Folder.PathOf(name)));
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void A_message_that_starts_nothing_for_lack_of_a_program_is_told_once_a_name(ConfigDialect dialect)
    {
        var installation = new Installation(dialect, Names, ["blk"]);

        foreach (var name in (string[])["netsh30", "fw600", "netsh30", "fw600"])
        {
            installation.Machine.Handle(Message(dialect, name)).Should().BeNull();
        }

        installation
            .Notes.Where(static note => note.Text.Contains("isn't run", StringComparison.Ordinal) && note.Text.StartsWith('\''))
            .Select(static note => note.Text.Split('\'')[1])
            .Should()
            .Equal("netsh30", "fw600");
    }

    [Fact]
    public void A_responder_of_our_own_acts_whether_or_not_the_file_is_there()
    {
        var installation = new Installation(ConfigDialect.Wazuh, Names, []);
        var orders = new ExecdOrders(
            installation.Folder,
            new NameTable(installation.Folder, installation.Notes.Add, static executable => executable == "firewall-drop"),
            installation.Notes.Add
        );

        orders.Read(Message(ConfigDialect.Wazuh, "fw600"))!.Command.Executable.Should().Be("firewall-drop");
        installation.Notes.Should().NotContain(static note => note.Text.Contains("bin/firewall-drop is", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_that_has_come_since_is_found_by_the_engine_and_to_the_letter_it_is_not()
    {
        var installation = new Installation(ConfigDialect.Wazuh, Names, []);
        var orders = new ExecdOrders(
            installation.Folder,
            new NameTable(installation.Folder, installation.Notes.Add, static _ => false),
            installation.Notes.Add
        );
        orders.Read(Message(ConfigDialect.Wazuh, "blk5")).Should().BeNull();
        installation.Machine.Handle(Message(ConfigDialect.Wazuh, "blk5")).Should().BeNull();

        installation.Files.File.WriteAllText(Path.Combine(installation.Folder.ScriptFolder, "blk"), "");

        orders.Read(Message(ConfigDialect.Wazuh, "blk5")).Should().NotBeNull();
        installation.Machine.Handle(Message(ConfigDialect.Wazuh, "blk5")).Should().BeNull();
    }

    private static byte[] Message(ConfigDialect dialect, string name) =>
        Encoding.UTF8.GetBytes(
            dialect == ConfigDialect.Ossec
                ? $"{name} - 203.0.113.9 1.1 5712 /var/log/auth.log -\0"
                : "{\"version\":1,\"origin\":{\"name\":\"a\",\"module\":\"b\"},\"command\":\""
                    + name
                    + "\",\"parameters\":{\"alert\":{\"data\":{\"srcip\":\"203.0.113.9\"}}}}"
        );
}
