using System.Globalization;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActiveResponse.Tool.Top;

/// <summary>Lays out a state: counts, the newest blocks with the time they have left, rules and networks, and what was refused.</summary>
internal sealed class TopScreen(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>The number of blocks where there is no terminal.</summary>
    public const int RowsWithoutTerminal = 20;

    private const int PlainWidth = 160;
    private const int Refusals = 4;
    private const int Top = 5;

    // Header, frames, the lists below, and the last line.
    private const int OtherLines = 18;

    /// <summary>The number of blocks that fit.</summary>
    public int Rows => ToolConsole.HasWidth(console) ? Math.Max(3, console.Profile.Height - OtherLines) : RowsWithoutTerminal;

    public void Begin() => console.Profile.Out.Writer.Write("\u001b[?1049h\u001b[?25l");

    public void End()
    {
        console.Profile.Out.Writer.Write("\u001b[?25h\u001b[?1049l");
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Draws over what was there.</summary>
    public void Draw(TopState state, string? trouble)
    {
        console.Profile.Out.Writer.Write("\u001b[H\u001b[2J");
        console.Write(Of(state, trouble));
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Prints it once.</summary>
    public void Print(TopState state)
    {
        if (!ToolConsole.HasWidth(console))
        {
            console.Profile.Width = PlainWidth;
        }

        console.Write(Of(state, trouble: null));
    }

    private Rows Of(TopState state, string? trouble)
    {
        var summary = state.Summary;
        return new Rows(
            Header(summary, trouble),
            Blocks(state.Newest),
            new Columns(
                List("rules", summary.ByRule.Select(static rule => ($"rule {rule.RuleId}", rule.Count))),
                List("networks", summary.ByNetwork.Select(static network => (network.Network, network.Count))),
                List("offenders", summary.RepeatOffenders.Select(static offender => (offender.Target, offender.Offense)))
            ),
            Refused(summary)
        );
    }

    private static Text Header(SummaryReply summary, string? trouble)
    {
        var (active, pending, failed, lifting) = summary.Counts;
        var dryRun = summary.DryRun ? ", dry run" : "";
        var killSwitch = summary.KillSwitch ? ", kill switch" : "";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.HostName}: {active} active, {pending} pending, {failed} failed, {lifting} lifting{dryRun}{killSwitch}"
        );
        return trouble is null
            ? new Text(ToolText.OneLine(line), new Style(decoration: Decoration.Bold))
            : new Text($"{ToolText.OneLine(line)}\n{ToolText.OneLine(trouble)}", new Style(Color.Red));
    }

    private Table Blocks(EffectPage page)
    {
        var table = new Table { Border = TableBorder.Rounded, Expand = true };
        table.AddColumns("target", "state", "time left", "rule", "responder", "held by");
        foreach (var effect in page.Items)
        {
            table.AddRow(
                Cell(effect.Target),
                Cell(effect.State),
                Cell(LeftOf(effect)),
                Cell(effect.RuleId > 0 ? effect.RuleId.ToString(CultureInfo.InvariantCulture) : "-"),
                Cell(effect.Responder),
                Cell(string.Join(", ", effect.HeldBy))
            );
        }

        table.Caption = new TableTitle(string.Create(CultureInfo.InvariantCulture, $"{page.Items.Count} newest of {page.Total}"));
        return table;
    }

    private string LeftOf(EffectItem effect) =>
        effect.Until is { } until
            ? Duration.Text(Math.Max(0, (long)Math.Ceiling((until - clock.GetUtcNow()).TotalSeconds)))
            : "until lifted";

    private static Table List(string title, IEnumerable<(string Name, int Count)> items)
    {
        var table = new Table { Border = TableBorder.None };
        table.AddColumns(title, "");
        foreach (var (name, count) in items.Take(Top))
        {
            table.AddRow(Cell(name), Cell(count.ToString(CultureInfo.InvariantCulture)));
        }

        return table;
    }

    private static IRenderable Refused(SummaryReply summary)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = summary.Refusals.Count > 0 };
        table.AddColumns("refused or failed", "", "");
        foreach (var refusal in summary.Refusals.Take(Refusals))
        {
            table.AddRow(Cell(refusal.Target), Cell(refusal.Outcome), Cell(refusal.Detail ?? ""));
        }

        return table;
    }

    // What alerts say is text, not markup, and has one line.
    private static Text Cell(string text) => new(ToolText.OneLine(text)) { Overflow = Overflow.Ellipsis };
}
