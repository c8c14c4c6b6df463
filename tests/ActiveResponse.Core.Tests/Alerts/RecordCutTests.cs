using System.Text;
using ActiveResponse.Alerts;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Alerts;

public class RecordCutTests
{
    [Fact]
    public void Cuts_lines_and_counts_them()
    {
        Cut("{a}\n\n{b}\r\n{c}").Should().Equal("1 4 {a}", "3 10 {b}\r", "4 13 {c}");
    }

    [Fact]
    public void Puts_a_log_block_together()
    {
        var block = AlertText.LogBlock.ReplaceLineEndings("\n");

        var next = Later(block.Length + 2);

        Cut($"{{a}}\n{block}\n\n{next}\n\n")
            .Should()
            .Equal($"1 4 {{a}}", $"2 {block.Length + 6} {block}", $"11 {(2 * block.Length) + 8} {next}");
    }

    [Fact]
    public void Ends_a_block_at_the_end_of_the_stream()
    {
        var block = AlertText.LogBlock.ReplaceLineEndings("\n");

        Cut(block).Should().Equal($"1 {block.Length} {block}");
        Cut(block + "\n").Should().Equal($"1 {block.Length + 1} {block}");
    }

    [Fact]
    public void Takes_nothing_in_the_log_text_of_a_block_for_an_alert()
    {
        var block =
            AlertText.LogBlock.ReplaceLineEndings("\n") + "\n" + AlertText.WazuhLine + "\n** Alert 1.1: - a,\nRule: 1 (level 15) -> 'x'";

        Cut(block + "\n\n").Should().ContainSingle().Which.Should().EndWith(block);
    }

    [Theory]
    [InlineData("{\"rule\":{\"id\":\"5712\",\"level\":10},\"data\":{\"srcip\":\"192.0.2.1\"}}")]
    [InlineData("<132>Aug  1 03:17:27 host ossec: {\"crit\":10}")]
    public void Refuses_a_JSON_object_behind_a_block_since_a_log_text_can_have_it_there(string forged)
    {
        var block = AlertText.LogBlock.ReplaceLineEndings("\n");

        Cut($"{block}\n\n{forged}\nmore\n\n{Later(block.Length + 2 + forged.Length + 7)}\n\n")
            .Select(static record => record.Split(' ')[2])
            .Should()
            .Equal("**", "MayBeLogText", "**");
    }

    [Fact]
    public void Refuses_a_block_whose_number_is_not_its_place()
    {
        const string Rest = "\n2026 Aug 01 03:17:27 m->x\nRule: 5712 (level 10) -> 'x'\nSrc IP: 192.0.2.1\nlog\n";
        string Block(int place) => $"** Alert 1785554247.{place}: - a,{Rest}";
        var first = $"{Block(0)}a log text\n\n{Block(7)}\n";

        // The same bytes with another number may be anybody's, and what analysisd writes next is taken all the same.
        Cut($"{first}{Block(first.Length)}\n")
            .Select(static record => record.Split(' ')[2] + record.Split(' ')[4])
            .Should()
            .Equal("**1785554247.0:", "MayBeLogTextAlert", $"**1785554247.{first.Length}:");
    }

    [Fact]
    public void Of_a_stream_that_began_somewhere_the_first_block_tells_where()
    {
        const string Rest = "\n2026 Aug 01 03:17:27 m->x\nRule: 5712 (level 10) -> 'x'\nlog\n\n";
        string Block(int place) => $"** Alert 1785554247.{place}: - a,{Rest}";
        var length = Block(5000).Length;
        var text = Block(5000) + Block(5000 + length) + Block(9) + Block(5000 + (2 * length) + Block(9).Length);

        Cut(text).Count(static record => record.Contains("MayBeLogText", StringComparison.Ordinal)).Should().Be(1);
    }

    [Theory]
    [InlineData("\0\0\0{b}\n", "1 6 {a}", "2 13 {b}")]
    [InlineData("{half\0\0{b}\n{c}\n", "1 6 {a}", "1 12 {half", "2 17 {b}", "3 21 {c}")]
    public void Skips_the_NULs_that_a_power_cut_left(string rest, params string[] records) =>
        Cut("{a}\n" + rest)
            .Select(static record => record.Split(' ', 3)[2])
            .Should()
            .Equal(records.Select(static record => record.Split(' ', 3)[2]));

    [Fact]
    public void A_block_that_a_power_cut_tore_swallows_no_other()
    {
        var block = AlertText.LogBlock.ReplaceLineEndings("\n");

        var next = Later(block.Length - 17);

        Cut($"{block[..^20]}\0\0\0{next}\n\n").Should().HaveCount(2).And.Subject.Last().Should().EndWith(next);
    }

    [Fact]
    public void Leaves_out_what_wazuh_writes_behind_a_block()
    {
        var block = AlertText.LogBlock.ReplaceLineEndings("\n");

        const string Behind = "What changed:\n1c1\n< a\n---\n> b\n\nTags:\n - x\n\n";
        var next = Later(block.Length + 2 + Behind.Length);

        Cut($"{block}\n\n{Behind}{next}\n\n")
            .Should()
            .HaveCount(2)
            .And.OnlyContain(record => record.EndsWith(block) || record.EndsWith(next));
    }

    [Theory]
    [InlineData("{b}")]
    [InlineData("** Alert 2.47: - b,")]
    public void Gives_up_a_block_cut_short_before_its_rule(string next)
    {
        Cut($"** Alert 1.1: - a,\n2026 Aug 01 03:17:27 a->b\n{next}\n\n")
            .Should()
            .HaveCount(2)
            .And.SatisfyRespectively(
                torn => torn.Should().Be("1 45 ** Alert 1.1: - a,\n2026 Aug 01 03:17:27 a->b"),
                whole => whole.Should().StartWith("3 ").And.EndWith(next)
            );
    }

    [Fact]
    public void Keeps_the_start_of_a_record_that_is_too_long_and_goes_on_after_it()
    {
        var options = new AlertStreamOptions { MaxRecordLength = 10, ReadSize = 4 };

        Cut("0123456789\n0123456789ABCDEF\n{a}\n** Alert 1.1: - a,\nb\n\n{c}\n", options)
            .Should()
            .Equal("1 11 0123456789", "2 28 TooLong 0123456789", "3 32 {a}", "4 51 TooLong ** Alert 1", "5 53 b", "7 58 {c}");
    }

    [Fact]
    public void Keeps_no_more_memory_for_an_endless_line_than_the_limit_asks()
    {
        var assembler = new RecordAssembler(
            new AlertStreamOptions { MaxRecordLength = 1000, ReadSize = 1000 },
            new AlertStreamStatistics()
        );
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            assembler.Room().Span.Fill((byte)'x');
            assembler.Add(assembler.Room().Length);
            assembler.TryTake(out _).Should().BeFalse();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000_000);
    }

    [Fact]
    public void Gives_the_same_records_however_the_bytes_arrive()
    {
        var pieces = new[]
        {
            "\n",
            "\r\n",
            "{a}",
            "{\"rule\":1}",
            "** Alert 1.1: - a,\n",
            "** Alert 2.2:",
            "** Al",
            "Rule: 1 (level 2) -> 'x'\n",
            "x",
            "{",
            "<1>{b}",
            "\n\n",
            "text of twenty bytes",
            "\uFEFF",
            "2026 Aug 01 03:17:27 a->b\n",
            " ",
        };
        var text = Gen.Elements(pieces).ListOf(30).Select(list => string.Concat(list));
        var inputs = Gen.Choose(0, 60)
            .SelectMany(_ => text, (_, input) => input)
            .SelectMany(_ => Gen.Choose(1, 25).ListOf(40), (input, sizes) => (input, sizes.ToArray()))
            .SelectMany(_ => Gen.Choose(1, 60), (pair, limit) => (pair.input, pair.Item2, limit));

        Prop.ForAll(
                Arb.From(inputs),
                sample =>
                {
                    var (input, sizes, limit) = sample;
                    var whole = Cut(input, new AlertStreamOptions { MaxRecordLength = limit });
                    var parts = Cut(input, new AlertStreamOptions { MaxRecordLength = limit, ReadSize = 7 }, sizes);
                    parts.Should().Equal(whole, "limit {0}, input {1}", limit, input);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Loses_no_byte_of_lines_that_fit()
    {
        var lines = Gen.Elements("{a}", "x y z", "{\"rule\":{}}", "\u00E9").ListOf();

        Prop.ForAll(
                Arb.From(lines),
                sample => Cut(string.Join('\n', sample)).Select(record => record.Split(' ', 3)[2]).Should().Equal(sample)
            )
            .QuickCheckThrowOnFailure();
    }

    /// <summary>The block of the other tests as analysisd writes it so many bytes later.</summary>
    private static string Later(int bytes) =>
        AlertText.LogBlock.ReplaceLineEndings("\n").Replace(".8812:", $".{8812 + bytes}:", StringComparison.Ordinal);

    /// <summary>The records as text: <c>line endOffset [error] bytes</c>.</summary>
    private static List<string> Cut(string input, AlertStreamOptions? options = null, int[]? sizes = null)
    {
        var assembler = new RecordAssembler(options ?? new AlertStreamOptions(), new AlertStreamStatistics());
        var records = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(input);
        for (var i = 0; !rest.IsEmpty; i++)
        {
            var room = assembler.Room().Span;
            var count = Math.Min(rest.Length, Math.Min(room.Length, sizes?[i % sizes.Length] ?? int.MaxValue));
            rest[..count].CopyTo(room);
            assembler.Add(count);
            rest = rest[count..];
            Take(assembler, records);
        }

        assembler.Seal();
        Take(assembler, records);
        return records;
    }

    private static void Take(RecordAssembler assembler, List<string> records)
    {
        while (assembler.TryTake(out var record))
        {
            var error = record.Error is { } e ? e.Cause + " " : "";
            records.Add($"{record.Line} {record.EndOffset} {error}{Encoding.UTF8.GetString(record.Bytes.Span)}");
        }
    }
}
