using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Messages of Wazuh 5: the event itself, with the response in it.</summary>
public sealed class WazuhFiveTests
{
    private static readonly byte[] Keys = Encoding.UTF8.GetBytes(TalkingRunner.KeysOf("192.0.2.1"));

    [Fact]
    public void A_stateful_response_is_enabled_and_disabled_with_the_whole_event()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["block-ip"]);
        var message =
            """{"wazuh":{"active_response":{"name":"blk","executable":"block-ip","type":"stateful","stateful_timeout":"""
            + """2},"agent":{"id":"001"}},"source":{"ip":"192.0.2.1"}}""";

        var run = installation.Machine.Handle(Encoding.UTF8.GetBytes(message + "\0"));

        run!.Program.Should().Be("active-response/bin/block-ip");
        Text(run.Line).Should().Be(message[..^1] + ",\"command\":\"enable\"}");
        Text(run.Answer!(Keys)!.Value).Should().Be(message[..^1] + ",\"command\":\"continue\"}");
        installation.Clock.Advance(TimeSpan.FromSeconds(2));
        installation.Machine.TakeDue().Should().BeEmpty();
        installation.Clock.Advance(TimeSpan.FromSeconds(1));
        Text(installation.Machine.TakeDue().Should().ContainSingle().Subject.Line).Should().Be(message[..^1] + ",\"command\":\"disable\"}");
    }

    [Fact]
    public void A_second_message_for_the_same_keys_is_told_to_abort()
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["block-ip"]);
        var message = (
            """{"wazuh":{"active_response":{"executable":"block-ip","type":"stateful","stateful_timeout":60}},"source":"""u8
            + """{"ip":"192.0.2.1"}}"""u8
        ).ToArray();

        installation.Machine.Handle(message)!.Answer!(Keys);

        Text(installation.Machine.Handle(message)!.Answer!(Keys)!.Value).Should().EndWith("\"command\":\"abort\"}");
    }

    [Theory]
    [InlineData("\"type\":\"stateless\",\"stateful_timeout\":60")]
    [InlineData("\"type\":\"stateful\"")]
    [InlineData("\"type\":\"stateful\",\"stateful_timeout\":\"60\"")]
    [InlineData("\"stateful_timeout\":60")]
    public void What_is_not_stateful_with_a_number_of_seconds_is_not_taken_back(string type)
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["block-ip"]);

        installation
            .Machine.Handle(
                Encoding.UTF8.GetBytes(
                    """{"wazuh":{"active_response":{"executable":"block-ip",TYPE}}}""".Replace("TYPE", type, StringComparison.Ordinal)
                )
            )!
            .Answer!(Keys);

        installation.Machine.TakeAll().Should().BeEmpty();
    }

    [Theory]
    [InlineData("../block-ip")]
    [InlineData("absent")]
    [InlineData("")]
    public void What_is_no_program_of_the_folder_is_not_run(string executable)
    {
        var installation = new Installation(ConfigDialect.Wazuh, "", ["block-ip"]);

        installation
            .Machine.Handle(
                Encoding.UTF8.GetBytes(
                    """{"wazuh":{"active_response":{"executable":"NAME"}}}""".Replace("NAME", executable, StringComparison.Ordinal)
                )
            )
            .Should()
            .BeNull();
        installation.Notes.Should().ContainSingle();
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
