using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Notifications;
using ActiveResponse.Platform;
using ActiveResponse.Responders;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of <c>run</c> for notifications of outcomes.</summary>
internal sealed class NotificationSwitches
{
    private static readonly Dictionary<string, ActionOutcome> Outcomes = Enum.GetValues<ActionOutcome>()
        .ToDictionary(static outcome => outcome.Name(), static outcome => outcome, StringComparer.Ordinal);

    private readonly Option<string?> _url = new("--notify-url")
    {
        Description = "Post a notification of each outcome to this http or https address.",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--notify-token-file")
    {
        Description = "A file with the token that --notify-url needs as Authorization: Bearer.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _program = new("--notify-program")
    {
        Description = "Run this program for each notification, which it gets on standard input; only root may be able to write to it.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _outcomes = new("--notify-on")
    {
        Description = $"Notify of this outcome only; repeatable: {string.Join(", ", Outcomes.Keys)}.",
        HelpName = "OUTCOME",
    };

    private readonly Option<string?> _template = new("--notify-template")
    {
        Description = "The text, with fields such as {outcome}, {target} and {detail}; default: a JSON object with all fields.",
        HelpName = "TEXT",
    };

    private readonly Option<int?> _perMinute = new("--notify-per-minute")
    {
        Description = "The most notifications per minute, 1 to 10000; the rest become one. Default: 60.",
        HelpName = "N",
    };

    public NotificationSwitches(Command command)
    {
        _outcomes.AcceptOnlyFromAmong([.. Outcomes.Keys]);
        foreach (var option in (Option[])[_url, _token, _program, _outcomes, _template, _perMinute])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (var problem in ProblemsOf(result))
            {
                result.AddError(problem);
            }
        });
    }

    public NotificationSettings SettingsOf(ParseResult parsed) =>
        new()
        {
            Url = parsed.GetValue(_url) is { } url ? new Uri(url) : null,
            Token = parsed.GetValue(_token) is { } file ? File.ReadAllText(file).Trim() : null,
            Program = parsed.GetValue(_program),
            Outcomes = parsed.GetValue(_outcomes) is { Length: > 0 } names ? [.. names.Select(static name => Outcomes[name])] : null,
            Template = parsed.GetValue(_template),
            PerMinute = parsed.GetValue(_perMinute),
        };

    private IEnumerable<string?> Checks(CommandResult result)
    {
        yield return ProblemOfUrl(result.GetValue(_url));
        yield return ProblemOfToken(result.GetValue(_token), result.GetValue(_url));
        yield return ProblemOfProgram(result.GetValue(_program));
        yield return result.GetValue(_perMinute) is < 1 or > 10_000 ? "--notify-per-minute is 1 to 10000." : null;
        yield return NotificationOptions.ProblemOfTemplate(result.GetValue(_template)) is { } problem
            ? $"--notify-template: {problem}."
            : null;
    }

    private IEnumerable<string> ProblemsOf(CommandResult result) => Checks(result).OfType<string>();

    private static string? ProblemOfUrl(string? url) =>
        url is null || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? null
            : $"--notify-url '{ToolText.OneLine(url)}': write an http or https address.";

    private static string? ProblemOfToken(string? file, string? url)
    {
        if (file is null)
        {
            return null;
        }

        if (url is null)
        {
            return "--notify-token-file needs --notify-url.";
        }

        try
        {
            return WebhookNotificationOptions.IsToken(File.ReadAllText(file).Trim())
                ? null
                : $"--notify-token-file {ToolText.OneLine(file)}: write one line of visible ASCII characters.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"--notify-token-file {ToolText.OneLine(file)}: {e.Message}";
        }
    }

    private static string? ProblemOfProgram(string? file)
    {
        if (file is null)
        {
            return null;
        }

        if (!Path.IsPathFullyQualified(file))
        {
            return $"--notify-program '{ToolText.OneLine(file)}': write its full path.";
        }

        return NativeFiles.OfThisHost().Judge(file).Reason is { } why ? $"--notify-program: others could change it: {why}." : null;
    }
}
