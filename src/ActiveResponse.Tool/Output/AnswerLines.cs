using System.Text.Json;
using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>An answer of one line each: what became of orders, what is on the allow list, what was looked at.</summary>
/// <param name="console">Where to.</param>
/// <param name="nothing">What to say when there is no line.</param>
internal sealed class AnswerLines(IAnsiConsole console, string nothing) : IAnswerPrinter
{
    private bool _any;

    public bool IsBad(JsonElement item) =>
        (item.TryGetProperty("ok", out var isFine) && isFine.ValueKind == JsonValueKind.False)
        || AnswerText.Of(item, "outcome") is "failed" or "timed-out" or "refused" or "dropped";

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
        var detail = AnswerText.Of(item, "detail");
        if (item.TryGetProperty("check", out _))
        {
            return $"{(IsBad(item) ? "WRONG " : "fine  ")} {AnswerText.Of(item, "check")}: {detail}";
        }

        if (item.TryGetProperty("entry", out _))
        {
            return $"{AnswerText.Of(item, "entry")} ({AnswerText.Of(item, "source")})";
        }

        return $"{AnswerText.Of(item, "outcome")} {AnswerText.Of(item, "target")} {AnswerText.Of(item, "responder")}"
            + EndOf(item)
            + (detail.Length > 0 ? $": {detail}" : "");
    }

    private string EndOf(JsonElement item)
    {
        if (AnswerText.Time(item, "until") is { Length: > 0 } until)
        {
            return $" until {until}";
        }

        return AnswerText.Of(item, "verb") == "apply" && !IsBad(item) ? " until lifted" : "";
    }
}
