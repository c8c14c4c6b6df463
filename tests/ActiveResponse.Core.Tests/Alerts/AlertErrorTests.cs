using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration.Ossec;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Alerts;

public class AlertErrorTests
{
    [Theory]
    [InlineData("", AlertErrorCause.NotAnAlert)]
    [InlineData("   \r", AlertErrorCause.NotAnAlert)]
    [InlineData("hello", AlertErrorCause.NotAnAlert)]
    [InlineData("[1,2]", AlertErrorCause.NotAnAlert)]
    [InlineData("\"rule\"", AlertErrorCause.NotAnAlert)]
    [InlineData("null", AlertErrorCause.NotAnAlert)]
    [InlineData("<132>Aug  1 03:17:27 manager ossec: no object", AlertErrorCause.NotAnAlert)]
    [InlineData("sshd[42]: message {\"rule\":{\"id\":\"1\",\"level\":3}}", AlertErrorCause.NotAnAlert)]
    [InlineData("** Alert", AlertErrorCause.NotAnAlert)]
    [InlineData("{", AlertErrorCause.NotJson)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":3", AlertErrorCause.NotJson)]
    [InlineData("{\"rule\":{\"id\":\"1\" \"level\":3}}", AlertErrorCause.NotJson)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":03}}", AlertErrorCause.NotJson)]
    [InlineData("{'rule':{}}", AlertErrorCause.NotJson)]
    [InlineData("{\"a\":\"\\x\",\"rule\":{\"id\":\"1\",\"level\":3}}", AlertErrorCause.NotJson)]
    [InlineData("{\"a\":\"\u0001\",\"rule\":{\"id\":\"1\",\"level\":3}}", AlertErrorCause.NotJson)]
    [InlineData("{}", AlertErrorCause.NoRule)]
    [InlineData("{\"rule\":{}}", AlertErrorCause.NoRule)]
    [InlineData("{\"rule\":\"5712\"}", AlertErrorCause.NoRule)]
    [InlineData("{\"id\":\"1785554247.8812\",\"data\":{}}", AlertErrorCause.NoRule)]
    [InlineData("{\"wazuh\":{\"agent\":{\"id\":\"001\"}}}", AlertErrorCause.NoRule)]
    [InlineData("** Alert 1785554247.8812: - syslog,", AlertErrorCause.NoRule)]
    [InlineData("** Alert 1785554247.8812: - syslog,\n2026 Aug 01 03:17:27 a->b\nRule: 5712", AlertErrorCause.NoRule)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":\"ten\"}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":-1}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":1.5}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":1e999999999}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":99999999999999999999}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":null}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":[10]}}", AlertErrorCause.LevelNotANumber)]
    [InlineData("{\"crit\":\"x\",\"id\":1}", AlertErrorCause.LevelNotANumber)]
    [InlineData(
        "** Alert 1785554247.8812: - syslog,\n2026 Aug 01 03:17:27 a->b\nRule: 5712 (level x) -> 'y'",
        AlertErrorCause.LevelNotANumber
    )]
    public void Names_the_cause_why_a_record_is_no_alert(string record, AlertErrorCause cause)
    {
        AlertText.KeyError(record).Should().Be(cause);
        new AlertParser().TryRead(AlertText.Bytes(record), out var alert, out var error).Should().BeFalse();
        alert.Should().BeNull();
        error!.Value.Cause.Should().Be(cause);
        error.Value.Message.Should().EndWith(".");
    }

    [Theory]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":3}")]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":3}} {}")]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":3},\"data\":{\"srcip\":\"203.0.113.9\"")]
    [InlineData("{\"rule\":{\"id\":\"1\",\"level\":3},\"da{\"timestamp\":\"x\"}")]
    public void Notices_damage_after_the_rule_when_the_whole_alert_is_read(string line)
    {
        AlertText.KeyError(line).Should().BeNull();
        new AlertParser().TryRead(AlertText.Bytes(line), out _, out var error).Should().BeFalse();
        error!.Value.Cause.Should().Be(AlertErrorCause.NotJson);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Refuses_json_nested_deeper_than_the_limit(char open, char close)
    {
        var name = open == '{' ? "\"a\":" : "";
        string Nested(int levels) =>
            "{\"data\":"
            + string.Concat(Enumerable.Repeat(open + name, levels - 1))
            + open
            + close
            + new string(close, levels - 1)
            + ",\"rule\":{\"id\":\"1\",\"level\":3}}";

        AlertText.KeyError(Nested(63)).Should().BeNull();
        AlertText.KeyError(Nested(999)).Should().BeNull("OSSEC's and Wazuh's own reader goes down to 1000");
        AlertText.KeyError(Nested(1000)).Should().Be(AlertErrorCause.TooDeep);
        AlertText.KeyError(Nested(64), new AlertParserOptions { MaxDepth = 64 }).Should().Be(AlertErrorCause.TooDeep);
        AlertText.KeyError("{\"data\":" + string.Concat(Enumerable.Repeat(open + name, 100_000))).Should().Be(AlertErrorCause.TooDeep);
    }

    [Fact]
    public void Refuses_a_record_over_the_length_limit()
    {
        var options = new AlertParserOptions { MaxRecordLength = 100 };
        var line = """{"rule":{"id":"1","level":3},"x":" """.TrimEnd();

        AlertText.KeyError(line + new string('x', 98 - line.Length) + "\"}", options).Should().BeNull();
        AlertText.KeyError(line + new string('x', 99 - line.Length) + "\"}", options).Should().Be(AlertErrorCause.TooLong);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_stay_as_they_came()
    {
        byte[] line =
        [
            .. "{\"full_log\":\"caf"u8,
            0xE9,
            .. "\",\"rule\":{\"id\":\"1\",\"level\":3,\"groups\":[\"a"u8,
            0xFF,
            .. "\"]},\"data\":{\"dstuser\":\"b"u8,
            0xC3,
            .. "\"}}"u8,
        ];

        var alert = AlertText.Read(line);

        LosslessText.Encode(alert.User!).Should().Equal([(byte)'b', 0xC3]);
        LosslessText.Encode(alert.Groups).Should().Equal([(byte)'a', 0xFF, (byte)',']);
        alert.Json.ToArray().Should().Equal(line);
    }

    [Fact]
    public void Points_at_the_byte_that_is_wrong()
    {
        new AlertParser().TryReadKey("  {\"rule\":{\"level\":\"x\"}}"u8, out _, out var error);

        error.Should().Be(new AlertError(AlertErrorCause.LevelNotANumber, 19));
    }

    [Fact]
    public void Keeps_no_reference_to_the_record()
    {
        var record = AlertText.Bytes(AlertText.WazuhLine);
        var alert = AlertText.Read(record);

        record.AsSpan().Fill((byte)'x');

        Encoding.UTF8.GetString(alert.Json.Span).Should().Be(AlertText.WazuhLine);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 0)]
    [InlineData(1, 1001)]
    public void Refuses_limits_outside_their_range(int length, int depth)
    {
        var create = () => new AlertParser(new AlertParserOptions { MaxRecordLength = length, MaxDepth = depth });

        create.Should().Throw<OptionsValidationException>();
    }
}
