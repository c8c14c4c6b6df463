using System.Text.Json;

namespace ActiveResponse.Tool.Output;

/// <summary>Lines of a reply, which are counted and go above the progress.</summary>
internal sealed class CountedLines(IReplyPrinter lines, ImportProgress progress) : IReplyPrinter
{
    public bool IsBad(JsonElement item) => lines.IsBad(item);

    public void Add(JsonElement item) => progress.Count(() => lines.Add(item));

    public void End(bool isWhole) => lines.End(isWhole);
}
