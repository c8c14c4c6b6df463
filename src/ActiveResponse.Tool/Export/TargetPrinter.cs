using System.Text.Json;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Export;

/// <summary>The targets of effects, one per line.</summary>
internal sealed class TargetPrinter(TextWriter output) : IReplyPrinter
{
    private readonly HashSet<string> _printed = new(StringComparer.Ordinal);

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item)
    {
        // Two responders may have one target.
        if (ReplyText.Of(item, "target") is var target && _printed.Add(target))
        {
            output.WriteLine(target);
        }
    }

    public void End(bool isWhole) { }
}
