using System.Text.Json;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Statistics;

/// <summary>The output of <c>stats --json</c>: one object for each name.</summary>
internal sealed class CountsJson(TextWriter output, HistoryCounts counts) : IReplyPrinter
{
    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item) => counts.Add(item);

    public void End(bool isWhole)
    {
        foreach (var (by, names) in isWhole ? counts.Parts : [])
        {
            foreach (var (name, count) in names)
            {
                JsonLine.Write(
                    output,
                    json =>
                    {
                        json.WriteString("by", by);
                        json.WriteString("name", name);
                        json.WriteNumber("count", count);
                    }
                );
            }
        }
    }
}
