using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The reply of <c>uninstall</c>: what was done, or would be.</summary>
/// <param name="console">The console.</param>
internal sealed class UninstallLines(IAnsiConsole console) : IReplyPrinter
{
    private readonly ReplyLines _outcomes = new(console, nothing: "");
    private bool _isPreview;

    public bool IsBad(JsonElement item) => _outcomes.IsBad(item);

    public void Add(JsonElement item)
    {
        if (item.TryGetProperty("would", out _))
        {
            _isPreview = true;
            console.Print($"would {ReplyText.Of(item, "would")} {ReplyText.Of(item, "what")}");
        }
        else if (item.TryGetProperty("deleted", out _))
        {
            console.Print($"deleted {ReplyText.Of(item, "deleted")}");
        }
        else
        {
            _outcomes.Add(item);
        }
    }

    public void End(bool isWhole)
    {
        if (isWhole && _isPreview)
        {
            console.Print("nothing was changed: repeat it with --yes to do it");
        }
    }
}
