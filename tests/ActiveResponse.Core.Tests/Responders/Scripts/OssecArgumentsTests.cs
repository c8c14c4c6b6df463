using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Scripts;

public class OssecArgumentsTests
{
    [Fact]
    public void A_local_event_gives_the_seven_arguments_of_execd() =>
        Line(Orders.Of()).Should().Be("/ar/block.sh|add|-|203.0.113.9|1754300000.8812|5712|/var/log/auth.log|-");

    [Fact]
    public void Taking_back_repeats_the_arguments() =>
        Line(Orders.Of(), ScriptAction.Delete).Should().Be("/ar/block.sh|delete|-|203.0.113.9|1754300000.8812|5712|/var/log/auth.log|-");

    [Fact]
    public void The_location_of_an_agent_is_split_at_its_space() =>
        Line(Orders.Of(origin: Orders.Origin("(web01) 10.0.0.5->/var/log/auth.log")))
            .Should()
            .Be("/ar/block.sh|add|-|203.0.113.9|1754300000.8812|5712|(web01)|10.0.0.5->/var/log/auth.log|(null)");

    [Fact]
    public void An_event_of_an_agent_handled_on_the_server_has_a_dash_for_the_file() =>
        Line(Orders.Of(where: ResponseLocation.Server, origin: Orders.Origin("(web01) 10.0.0.5->/var/log/auth.log")))
            .Should()
            .EndWith("|-");

    [Theory]
    [InlineData(ResponseLocation.All)]
    [InlineData(ResponseLocation.DefinedAgent)]
    public void What_comes_over_the_queue_to_agents_has_null_for_the_file(ResponseLocation where) =>
        Line(Orders.Of(where: where)).Should().EndWith("|/var/log/auth.log|(null)");

    [Theory]
    [InlineData(ExpectedFields.None, "-|-", "-")]
    [InlineData(ExpectedFields.User, "bob|-", "-")]
    [InlineData(ExpectedFields.SourceAddress, "-|203.0.113.9", "-")]
    [InlineData(ExpectedFields.FileName, "-|-", "/etc/passwd")]
    [InlineData(Orders.Everything, "bob|203.0.113.9", "/etc/passwd")]
    public void Only_what_the_command_expects_is_passed(ExpectedFields expect, string first, string file) =>
        Line(Orders.Of(user: "bob", file: "/etc/passwd", expect: expect))
            .Should()
            .Be($"/ar/block.sh|add|{first}|1754300000.8812|5712|/var/log/auth.log|{file}");

    [Fact]
    public void Missing_parts_become_a_dash() =>
        Line(Orders.Of(address: null, expect: Orders.Everything, origin: Orders.Origin(location: null)))
            .Should()
            .Be("/ar/block.sh|add|-|-|1754300000.8812|5712|-|-");

    [Fact]
    public void An_order_by_hand_says_so() =>
        Line(Orders.Of(origin: ResponseOrigin.Manual)).Should().Be("/ar/block.sh|add|-|203.0.113.9|(from_the_server)|(no_rule_id)");

    [Fact]
    public void An_order_by_hand_with_a_file_keeps_the_places() =>
        Line(Orders.Of(address: null, file: "/tmp/x", expect: Orders.Everything, origin: ResponseOrigin.Manual))
            .Should()
            .Be("/ar/block.sh|add|-|-|(from_the_server)|(no_rule_id)|-|/tmp/x");

    [Fact]
    public void Shell_characters_of_a_file_get_a_backslash_and_spaces_split_it() =>
        Line(Orders.Of(file: """/tmp/a b;c$(d)"e'f\g`h<i>j|k#l*m[n]o{p}q&r!s:t""", expect: Orders.Everything))
            .Should()
            .EndWith("""|/tmp/a\|b\;c\$\(d\)\"e\'f\\g\`h\<i\>j\|k\#l\*m\[n\]o\{p\}q\&r\!s\:t""");

    [Fact]
    public void Spaces_in_a_row_leave_empty_arguments() => Line(Orders.Of(origin: Orders.Origin("a  b"))).Should().EndWith("|a||b|-");

    [Fact]
    public void No_more_than_31_items_are_passed()
    {
        var call = Describe(Orders.Of(origin: Orders.Origin(string.Join(' ', Enumerable.Range(0, 60)))));
        call.Argv.Should().HaveCount(31);
        call.Argv[^1].Should().Be("24");
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("x -rf")]
    [InlineData("--help")]
    [InlineData("a\0")]
    public void A_location_unfit_for_arguments_is_left_out_and_stops_nothing(string location) =>
        Line(Orders.Of(origin: Orders.Origin(location))).Should().Be("/ar/block.sh|add|-|203.0.113.9|1754300000.8812|5712|-|-");

    [Fact]
    public void An_alert_id_that_is_none_is_left_out() =>
        Line(Orders.Of(origin: Orders.Origin() with { AlertId = "-x y" }))
            .Should()
            .Be("/ar/block.sh|add|-|203.0.113.9|-|5712|/var/log/auth.log|-");

    [Theory]
    [InlineData("-rf", null, "starts with '-'")]
    [InlineData("a\tb", null, "control character")]
    [InlineData("", null, "empty")]
    [InlineData(null, "-rf", "starts with '-'")]
    [InlineData(null, "/tmp/a\nb", "control character")]
    [InlineData(null, "/tmp/a -rf", "starts with '-'")]
    [InlineData(null, "/tmp/a\0", "control character")]
    [InlineData(null, "/tmp/a\u0085", "control character")]
    public void A_crafted_user_or_file_is_refused(string? user, string? file, string why)
    {
        var call = Describe(Orders.Of(user: user, file: file, expect: Orders.Everything));
        call.Refusal.Should().Contain(why);
        call.Argv.Should().Equal("/ar/block.sh");
    }

    [Fact]
    public void Without_a_path_the_executable_of_the_command_stands_for_it() =>
        ScriptCall.Describe(Orders.Of(), ScriptAction.Add, ScriptProtocol.OssecArgv).Argv[0].Should().Be("block.sh");

    [Fact]
    public void No_value_ever_becomes_an_option_or_a_control_character() =>
        Prop.ForAll<string, string, string>(
                (user, file, location) =>
                {
                    var order = Orders.Of(user: user, file: file, expect: Orders.Everything, origin: Orders.Origin(location));
                    var call = Describe(order);
                    return call.Refusal is not null
                        || (
                            call.Argv.Length is >= 8 and <= 31
                            && call.Argv.All(static a => !a.Any(char.IsControl) && (a == "-" || !a.StartsWith('-')))
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    private static string Line(ResponseOrder order, ScriptAction action = ScriptAction.Add) =>
        string.Join('|', Describe(order, action).Argv);

    private static ScriptCall Describe(ResponseOrder order, ScriptAction action = ScriptAction.Add) =>
        ScriptCall.Describe(order, action, ScriptProtocol.OssecArgv, "/ar/block.sh");
}
