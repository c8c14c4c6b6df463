using System.Text;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Scripts;

public class CheckKeysTests
{
    [Fact]
    public void Reads_the_keys_of_a_stock_program() =>
        Read(
                """{"version":1,"origin":"""
                    + """{"name":"firewall-drop","module":"active-response"},"command":"check_keys","parameters":{"keys":"""
                    + """["203.0.113.9","bob"]}}"""
            )
            .Should()
            .Equal("203.0.113.9", "bob");

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"command":"check_keys"}""")]
    [InlineData("""{"command":"other","parameters":{"keys":["a"]}}""")]
    [InlineData("""{"command":7,"parameters":{"keys":["a"]}}""")]
    [InlineData("""{"command":"check_keys","parameters":[]}""")]
    [InlineData("""{"command":"check_keys","parameters":{"keys":"a"}}""")]
    [InlineData("""{"command":"check_keys","parameters":{"keys":["\ud800"]}}""")]
    public void Anything_else_is_no_such_message(string line) => Read(line).Should().BeNull();

    [Fact]
    public void Deep_nesting_is_no_such_message() => Read(new string('[', 8000)).Should().BeNull();

    [Fact]
    public void Damaged_replies_are_read_or_are_no_such_message()
    {
        var reply = (
            """{"version":1,"origin":"""u8
            + """{"name":"firewall-drop","module":"active-response"},"command":"check_keys","parameters":{"keys":"""u8
            + """["203.0.113.9","bob"]}}"""u8
        ).ToArray();

        Prop.ForAll(
                Damage.Edits,
                edits => CheckKeys.Read(Damage.Apply(reply, edits)) is not { } keys || keys.All(static key => key is not null)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static IEnumerable<string>? Read(string line) => CheckKeys.Read(Encoding.UTF8.GetBytes(line)) is { } keys ? keys : null;
}
