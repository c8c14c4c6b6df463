using ActiveResponse.Tool.Output;
using Spectre.Console;

namespace ActiveResponse.Tool.Tests.Output;

public sealed class FittedTableTests
{
    private static readonly string[] Columns = ["target", "state", "time left", "responder", "place", "held by", "why"];

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    [InlineData(72)]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(10)]
    public void Addresses_stand_whole_however_narrow_the_terminal_is(int width)
    {
        string[] addresses = ["203.0.113.101", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff/128", "alice@example.net"];
        var rows = addresses
            .Select(
                IReadOnlyList<string> (address) =>
                    [
                        address,
                        "active",
                        "9m 57s",
                        "host-deny",
                        "/etc/hosts.deny",
                        "firewall-drop600",
                        $"rule 5712, alert 1796000000.1, agent {address}",
                    ]
            )
            .ToList();
        var output = new StringWriter();

        FittedTable.Write(Terminal(output, width), Columns, rows);

        foreach (var word in rows.SelectMany(static row => row).SelectMany(static cell => cell.Split(' ')))
        {
            output.ToString().Should().Contain(word);
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(74)]
    public void It_stays_a_table_within_the_terminal_where_words_fit(int width)
    {
        var output = new StringWriter();

        FittedTable.Write(
            Terminal(output, width),
            Columns,
            [
                ["203.0.113.101", "active", "9m 57s", "host-deny", "-", "firewall-drop600", "rule 5712, alert 1796000000.1, agent web01"],
            ]
        );

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().StartWith("target ");
        lines.Should().OnlyContain(line => line.Length <= width);
    }

    [Theory]
    [InlineData("applied 203.0.113.101 host-deny until 2026-11-30T05:52:20Z: and more words", 20)]
    [InlineData("applied 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff/128 host-deny", 20)]
    [InlineData("   indented text of some length", 12)]
    [InlineData("", 5)]
    public void Lines_wrap_between_words_only(string text, int width)
    {
        var output = new StringWriter();

        Terminal(output, width).Print(text);

        output.ToString().Replace("\n", " ", StringComparison.Ordinal).TrimEnd().Should().Be(text.TrimEnd());
        foreach (var line in output.ToString().Split('\n'))
        {
            (line.Length <= width || !line.Trim().Contains(' ', StringComparison.Ordinal)).Should().BeTrue(line);
        }
    }

    [Fact]
    public void Nothing_wraps_in_a_pipe()
    {
        var output = new StringWriter();
        var text = string.Join(' ', Enumerable.Repeat("word", 50_000));
        var console = ToolConsole.Make(output, redirected: true);

        console.Print(text);
        FittedTable.Write(
            console,
            ["a", "b"],
            [
                [text, "x"],
            ]
        );

        output.ToString().Split('\n').Should().HaveCount(4, "a line, a head, a row and nothing");
    }

    [Fact]
    public void What_is_written_above_the_live_line_stands_in_a_line_of_its_own()
    {
        var output = new StringWriter();
        var live = new LiveLine(Terminal(output, 40));

        live.Show("3 blocks active");
        live.Above(() => output.WriteLine("a warning"));
        live.Show(new string('x', 100));
        live.End();

        var text = output.ToString();
        text.Should().StartWith("3 blocks active\r               \ra warning\n3 blocks active\r").And.EndWith("\r");
        text.Split('\r', '\n').Should().OnlyContain(static piece => piece.Length < 40);
    }

    private static IAnsiConsole Terminal(TextWriter output, int width)
    {
        var console = ToolConsole.Make(output, redirected: false);
        console.Profile.Width = width;
        console.Profile.Capabilities.Ansi = false;
        return console;
    }
}
