using System.Globalization;
using System.Text.Json;
using ActiveResponse.Tool.Output;
using Spectre.Console;

namespace ActiveResponse.Tool.Statistics;

/// <summary>The output of <c>stats</c>: a bar for each name, the largest of its part in full length.</summary>
internal sealed class CountBars(IAnsiConsole console, HistoryCounts counts) : IReplyPrinter
{
    private const int LongestBar = 40;
    private const int LongestName = 43;

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item) => counts.Add(item);

    public void End(bool isWhole)
    {
        if (!isWhole)
        {
            return;
        }

        var parts = counts.Parts.Where(static part => part.Counts.Count > 0).ToList();
        if (parts.Count == 0)
        {
            console.Print("there are no entries");
        }

        foreach (var (by, names) in parts)
        {
            console.Print(by == "outcome" ? "actions by outcome" : $"blocks by {by}", "bold");
            Print(names);
        }
    }

    private void Print(IReadOnlyList<KeyValuePair<string, int>> names)
    {
        var most = names.Max(static name => name.Value);
        var nameWidth = Math.Min(LongestName, names.Max(static name => name.Key.Length));
        var countWidth = Text(most).Length;
        var room = ToolConsole.HasWidth(console) ? console.Profile.Width - nameWidth - countWidth - 6 : LongestBar;
        foreach (var (name, count) in names)
        {
            var length = (int)Math.Ceiling((double)count / most * Math.Clamp(room, 1, LongestBar));
            var shown = name.Length <= nameWidth ? name.PadRight(nameWidth) : name[..(nameWidth - 1)] + "…";
            console.Print($"  {shown}  {Text(count).PadLeft(countWidth)}  {new string('#', length)}");
        }
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
