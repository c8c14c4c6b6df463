using ActiveResponse.Tool.Output;
using Spectre.Console;

namespace ActiveResponse.Tool.Tests.Output;

public sealed class PlainReportTests
{
    // What the two may differ in: blanks, letters of two columns or none, markup, what is empty, what is long.
    private static readonly string[] Parts =
    [
        "a",
        "word",
        " ",
        "  ",
        "-",
        "[red]",
        "]",
        "\u00e9",
        "\u4e2d",
        "\ud83d\ude00",
        "a\u0301",
        "x y",
        "\\u001b",
        new string('w', 120),
    ];

    [Fact]
    public void Writes_what_the_console_library_writes_to_a_pipe()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var lines = Texts(random, random.Next(4), least: 0);
            var columns = Texts(random, 1 + random.Next(4), least: 1);
            var rows = Enumerable
                .Range(0, 1 + random.Next(4))
                .Select(IReadOnlyList<string> (_) => Texts(random, columns.Length, least: 0))
                .ToArray();

            var (plain, library) = (new StringWriter(), new StringWriter());
            Write(new PlainReport(plain, () => Console(plain)), lines, columns, rows);
            Write(Console(library), lines, columns, rows);

            plain.ToString().Should().Be(library.ToString(), "of seed 7 round {0}", round);
        }
    }

    [Fact]
    public void Writes_usual_text_without_the_console_library()
    {
        var output = new StringWriter();
        var report = new PlainReport(output, static () => throw new InvalidOperationException("The library was asked."));

        report.Line("one line [as it is]", "red");
        report.Table(
            ["name", "runs"],
            [
                ["drop600", "local"],
                ["a", "local,server"],
            ]
        );

        output.ToString().Should().Be("one line [as it is]\nname    runs        \ndrop600 local       \na       local,server\n");
    }

    private static void Write(IReport report, string[] lines, string[] columns, IReadOnlyList<string>[] rows)
    {
        foreach (var line in lines)
        {
            report.Line(line);
            report.Line(line, "yellow");
        }

        report.Table(columns, rows);
    }

    private static ConsoleReport Console(TextWriter writer) => new(ToolConsole.Make(writer, redirected: true));

    private static string[] Texts(Random random, int count, int least) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => string.Concat(random.GetItems(Parts, least + random.Next(random.Next(8) == 0 ? 10 : 3)))),
        ];
}
