using System.Text.Json;

namespace ActiveResponse.Tool.Output;

/// <summary>Shows a reply that others follow: its end is theirs.</summary>
internal sealed class UnfinishedPrinter(IReplyPrinter whole) : IReplyPrinter
{
    public bool IsBad(JsonElement item) => whole.IsBad(item);

    public void Add(JsonElement item) => whole.Add(item);

    public void End(bool isWhole)
    {
        if (!isWhole)
        {
            whole.End(isWhole);
        }
    }
}
