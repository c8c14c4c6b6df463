using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>A reply of one line per item: outcomes, allow list entries, health checks.</summary>
/// <param name="console">The console.</param>
/// <param name="nothing">The text for no items.</param>
internal sealed class ReplyLines(IAnsiConsole console, string nothing) : IReplyPrinter
{
    private bool _any;

    public bool IsBad(JsonElement item) =>
        (item.TryGetProperty("ok", out var isFine) && isFine.ValueKind == JsonValueKind.False)
        || ReplyText.Of(item, "outcome") is "failed" or "timed-out" or "refused" or "dropped";

    public void Add(JsonElement item)
    {
        _any = true;
        console.Print(LineOf(item));
    }

    public void End(bool isWhole)
    {
        if (isWhole && !_any)
        {
            console.Print(nothing);
        }
    }

    private string LineOf(JsonElement item)
    {
        var detail = ReplyText.Of(item, "detail");
        if (item.TryGetProperty("check", out _))
        {
            return $"{(IsBad(item) ? "WRONG " : "fine  ")} {ReplyText.Of(item, "check")}: {detail}";
        }

        if (item.TryGetProperty("entry", out _))
        {
            var note = ReplyText.Note(item);
            return $"{ReplyText.Of(item, "entry")} ({ReplyText.Of(item, "source")}{(note.Length > 0 ? $" {note}" : "")})";
        }

        return $"{ReplyText.Of(item, "outcome")} {ReplyText.Of(item, "target")} {ReplyText.Of(item, "responder")}"
            + EndOf(item)
            + (detail.Length > 0 ? $": {detail}" : "");
    }

    private string EndOf(JsonElement item)
    {
        if (ReplyText.Time(item, "until") is { Length: > 0 } until)
        {
            return $" until {until}";
        }

        return ReplyText.Of(item, "verb") == "apply" && !IsBad(item) ? " until lifted" : "";
    }
}
