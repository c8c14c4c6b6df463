using System.Buffers;
using System.Text;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Tests.Output;

public sealed class JsonLineTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public void A_line_is_written_whole_and_ends_the_line(int length)
    {
        var output = new KeptArrays();

        JsonLine.Write(output, json => json.WriteString("text", new string('ä', length)));

        output.Text.Should().Be($"{{\"text\":\"{new string('ä', length)}\"}}{output.NewLine}");
    }

    [Fact]
    public void The_pool_does_not_keep_the_memory_of_a_long_line()
    {
        var output = new KeptArrays();

        JsonLine.Write(output, static json => json.WriteString("text", new string('a', 1_000_000)));

        // The shared pool hands an array out again first to the thread that returned it.
        ArrayPool<char>.Shared.Rent(output.Last.Length).Should().NotBeSameAs(output.Last);
    }

    // Keeps the array it was given to write.
    private sealed class KeptArrays : StringWriter
    {
        public char[] Last { get; private set; } = [];

        public string Text => GetStringBuilder().ToString();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char[] buffer, int index, int count)
        {
            Last = buffer;
            base.Write(buffer, index, count);
        }
    }
}
