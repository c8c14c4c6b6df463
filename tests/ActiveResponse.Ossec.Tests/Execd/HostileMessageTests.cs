using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Whatever comes through the queue: nothing throws, and what is no message starts nothing.</summary>
public sealed class HostileMessageTests
{
    private const string Names = "blk5 - blk.sh - 5\nblk0 - blk.sh - 0\nneg - blk.sh - -5\n";

    private static readonly Gen<byte[]> Bytes = Gen.Choose(0, 255).Select(static b => (byte)b).ArrayOf();

    private static readonly Gen<byte[]> Pieces = Gen.Elements(
            "blk5",
            "blk0",
            "neg",
            "!blk.sh",
            "!..",
            " ",
            "  ",
            "-",
            "1.2.3.4",
            "\0",
            "\n",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"command\"",
            "\"parameters\"",
            "\"wazuh\"",
            "\"active_response\"",
            "\"executable\"",
            "\"origin\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "1e999",
            "-",
            "\\",
            "\"",
            "null",
            "\uFEFF",
            "\u202e"
        )
        .ListOf()
        .Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void No_message_throws_and_a_machine_goes_on_after_it(ConfigDialect dialect)
    {
        var installation = new Installation(dialect, Names, ["blk.sh"]);
        Prop.ForAll(
                Gen.OneOf(Bytes, Pieces).ToArbitrary(),
                datagram =>
                {
                    var run = installation.Machine.Handle(datagram);
                    run?.Answer?.Invoke(datagram);
                    installation.Clock.Advance(TimeSpan.FromSeconds(1));
                    _ = installation.Machine.TakeDue();
                }
            )
            .QuickCheckThrowOnFailure();

        var good = installation.Machine.Handle(Good(dialect));
        good.Should().NotBeNull();
        good!.Answer?.Invoke("{}"u8.ToArray());
        installation.Machine.TakeAll().Should().NotBeEmpty();
        installation.Machine.Handle(Good(dialect))!.Answer?.Invoke("{}"u8.ToArray());
        installation.Machine.TakeAll().Should().OnlyContain(static run => run.Program.EndsWith("/blk.sh", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void What_is_no_message_starts_nothing_and_is_told_of(ConfigDialect dialect)
    {
        var installation = new Installation(dialect, Names, ["blk.sh"]);
        byte[][] nothing =
        [
            "\0"u8.ToArray(),
            "\u0001\u0002"u8.ToArray(),
            [0xff, 0xfe],
            Encoding.UTF8.GetBytes(new string('x', 64 * 1024)),
            "\"blk5\""u8.ToArray(),
        ];

        nothing.Select(datagram => installation.Machine.Handle(datagram)).Should().OnlyContain(static run => run == null);
        installation
            .Notes.Should()
            .HaveCountGreaterThanOrEqualTo(nothing.Length)
            .And.OnlyContain(static note => !note.Text.Any(char.IsControl));
        installation.Machine.Handle([]).Should().BeNull();
    }

    [Fact]
    public void Deep_JSON_is_refused_and_does_not_overflow_the_stack()
    {
        var installation = new Installation(ConfigDialect.Wazuh, Names, ["blk.sh"]);

        installation.Machine.Handle(Encoding.UTF8.GetBytes(new string('[', 65_000))).Should().BeNull();
        installation.Machine.Handle(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 13_000)))).Should().BeNull();
    }

    [Fact]
    public void JSON_that_is_read_is_written_as_the_same_JSON()
    {
        Prop.ForAll(
                Pieces.ToArbitrary(),
                static content =>
                {
                    if (CJsonReader.TryRead(content, out var value))
                    {
                        var written = CJsonWriter.Write(value);
                        CJsonReader.TryRead(written, out var again).Should().BeTrue();
                        CJsonWriter.Write(again!).Should().Equal(written);
                        using var other = JsonDocument.Parse(written);
                        other
                            .RootElement.ValueKind.ToString()
                            .Should()
                            .BeOneOf("Object", "Array", "String", "Number", "Null", "True", "False");
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_double_comes_out_as_the_double_that_went_in()
    {
        Prop.ForAll<NormalFloat>(static number =>
            {
                var written = CJsonNumber.Write(number.Get);
                CJsonNumber.TryRead(Encoding.ASCII.GetBytes(written), out var again, out var length).Should().BeTrue();
                length.Should().Be(written.Length);
                again.Should().Be(number.Get);
            })
            .QuickCheckThrowOnFailure();
    }

    // By the rules of cJSON 1.7.18, as its source has them.
    [Theory]
    [InlineData("""{ "a" : [ 1 , 2.50, 1e3 ,-0.0001, 12345678901234567 ] }""", """{"a":[1,2.5,1000,-0.0001,12345678901234568]}""")]
    [InlineData(
        """{"t":1700000000123,"b":1e15,"c":1.5e-7,"d":0.1,"e":100000000000000}""",
        """{"t":1700000000123,"b":1e+15,"c":1.5e-07,"d":0.1,"e":100000000000000}"""
    )]
    [InlineData("""{"a":"\/\u00e9\ud83d\ude00\u0001\t"}x""", """{"a":"/é😀\u0001\t"}""")]
    [InlineData("""{"a":1,"A":2,"a":3}""", """{"a":1,"A":2,"a":3}""")]
    [InlineData("""{"a":007,"b":1.,"c":-.5,"d":1e999}""", """{"a":7,"b":1,"c":-0.5,"d":null}""")]
    [InlineData("\"ab\\u0000cd\"", "\"ab\"")]
    public void Values_are_written_as_cJSON_writes_them(string content, string expected)
    {
        CJsonReader.TryRead(Encoding.UTF8.GetBytes(content), out var value).Should().BeTrue();

        Encoding.UTF8.GetString(CJsonWriter.Write(value!)).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("""{a:1}""")]
    [InlineData("[1 2]")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\"")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":\"")]
    [InlineData("")]
    [InlineData("tru")]
    public void What_cJSON_refuses_is_refused(string content) =>
        CJsonReader.TryRead(Encoding.UTF8.GetBytes(content), out _).Should().BeFalse();

    [Fact]
    public void No_ar_conf_throws_or_fills_the_table_beyond_its_end()
    {
        var lines = Gen.Elements("n", " - ", "-", "x.sh", "..", "/", "5", "-5", "99999999999", "\n", "\r\n", "\0", "!", "é")
            .ListOf()
            .Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
        Prop.ForAll(
                Gen.OneOf(Bytes, lines).ToArbitrary(),
                static content =>
                {
                    foreach (var dialect in (ConfigDialect[])[ConfigDialect.Ossec, ConfigDialect.Wazuh])
                    {
                        var file = ArConfReader.Read(content, dialect);
                        file.Entries.Length.Should().BeLessThanOrEqualTo(ArConfReader.MaxEntries);
                        file.Entries.Select(static entry => entry.Name).Should().OnlyHaveUniqueItems();
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static byte[] Good(ConfigDialect dialect) =>
        dialect == ConfigDialect.Ossec
            ? "blk5 - 192.0.2.77 1.1 5712 /var/log/auth.log -\0"u8.ToArray()
            : """{"version":1,"origin":{"name":"a","module":"b"},"command":"blk5","parameters":{}}"""u8.ToArray();
}
