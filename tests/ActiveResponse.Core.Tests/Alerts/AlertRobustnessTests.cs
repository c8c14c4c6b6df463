using ActiveResponse.Alerts;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Alerts;

public class AlertRobustnessTests
{
    private static readonly string[] Seeds =
    [
        AlertText.WazuhLine,
        AlertText.OssecLine,
        AlertText.LogBlock,
        "<132>Aug  1 03:17:27 m ossec: " + AlertText.WazuhLine,
    ];

    [Fact]
    public void Never_throws_for_a_damaged_alert()
    {
        var edit = Gen.Choose(0, 5)
            .SelectMany(_ => Gen.Choose(0, 10_000), (kind, at) => (kind, at))
            .SelectMany(_ => Gen.Choose(0, 255), (pair, value) => (pair.kind, pair.at, (byte)value));
        var damaged = Gen.Elements(Seeds).SelectMany(_ => edit.ListOf(4), (seed, edits) => (seed, edits.ToArray()));
        var parser = new AlertParser();

        Prop.ForAll(
                Arb.From(damaged),
                sample =>
                {
                    var record = sample.Item2.Aggregate(AlertText.Bytes(sample.seed), Damage);
                    var hasKey = parser.TryReadKey(record, out _, out var keyError);
                    var isAlert = parser.TryRead(record, out var alert, out var error);

                    hasKey.Should().Be(keyError is null);
                    isAlert.Should().Be(error is null).And.Be(alert is not null);
                    (isAlert && !hasKey).Should().BeFalse();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Never_throws_for_random_bytes()
    {
        var parser = new AlertParser();

        Prop.ForAll<byte[]>(bytes =>
            {
                parser.TryReadKey([(byte)'{', .. bytes], out _, out _);
                parser.TryRead(bytes, out _, out _);
                parser.TryRead((byte[])[.. "** Alert 1.1:"u8, .. bytes], out _, out _);
                parser.TryRead((byte[])[.. "{\"rule\":{\"level\":1},\"data\":{\"srcip\":\""u8, .. bytes, .. "\"}}"u8], out _, out _);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData(AlertText.WazuhLine)]
    [InlineData(AlertText.OssecLine)]
    [InlineData(AlertText.LogBlock)]
    [InlineData("<132>Aug  1 03:17:27 manager ossec: {\"crit\":10,\"id\":5712,\"classification\":\"syslog,sshd,\"}")]
    [InlineData("{\"r\\u0075le\":{\"level\":\"1\\u0030\",\"id\":\"\\u0031\",\"groups\":[\"\\u0061\"],\"pci_dss\":[\"10.2.4\"]}}")]
    [InlineData("nothing at all")]
    [InlineData("{\"rule\":{\"level\":\"x\"}}")]
    public void Reads_keys_without_allocating(string text)
    {
        var record = AlertText.Bytes(text);
        var parser = new AlertParser();

        var allocated = Allocated.By(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                parser.TryReadKey(record, out _, out _);
            }
        });

        allocated.Should().Be(0);
    }

    [Fact]
    public void Takes_time_in_proportion_to_the_length_of_a_name_or_text_full_of_escapes()
    {
        var escapes = string.Concat(Enumerable.Repeat("\\u0041", 80_000));

        AlertText
            .Key($"{{\"{escapes}\":1,\"rule\":{{\"id\":\"1\",\"level\":3,\"groups\":[\"{escapes}\"]}}}}")
            .Should()
            .Be("1 3 " + new string('A', 80_000) + ",");
    }

    private static byte[] Damage(byte[] record, (int Kind, int At, byte Value) edit)
    {
        if (record.Length == 0)
        {
            return record;
        }

        var at = edit.At % record.Length;
        return edit.Kind switch
        {
            0 => record[..at],
            1 => [.. record[..at], .. record[(at + 1)..]],
            2 => [.. record[..at], edit.Value, .. record[at..]],
            3 => [.. record[..at], .. record, .. record[at..]],
            4 => [.. record[..at], (byte)"{}[]\",:\\u09-.\n"[edit.Value % 14], .. record[(at + 1)..]],
            _ => [.. record[..at], edit.Value, .. record[(at + 1)..]],
        };
    }
}
