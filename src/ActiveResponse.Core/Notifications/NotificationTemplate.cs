using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Notifications;

/// <summary>Fills the fields of a template. Braces around anything but letters are text, so that JSON needs no escapes.</summary>
internal sealed partial class NotificationTemplate(string? template, bool isJson)
{
    private static readonly Dictionary<string, Func<NotifiedOutcome, string>> Fields = NotifiedOutcome.Fields.ToDictionary(
        static field => field.Name,
        static field => field.Of,
        StringComparer.Ordinal
    );

    /// <summary>Whether a template makes JSON: it begins with a brace that isn't a field's.</summary>
    public static bool IsJson(string? template) =>
        template is null
        || (template.TrimStart() is var text && text.StartsWith('{') && FieldPattern().Match(text) is not { Success: true, Index: 0 });

    /// <summary>Returns what is wrong with a template, or null.</summary>
    public static string? ProblemOf(string? template)
    {
        if (template is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(template))
        {
            return "it is empty";
        }

        var unknown = FieldPattern()
            .Matches(template)
            .Select(static match => match.Groups[1].Value)
            .FirstOrDefault(static name => !Fields.ContainsKey(name));
        return unknown is null ? null : $"'{SafeText.Of(unknown)}' isn't a field; fields are {string.Join(", ", Fields.Keys)}";
    }

    /// <summary>Returns the text of a notification.</summary>
    public string Fill(NotifiedOutcome outcome) =>
        template is null
            ? outcome.ToJson()
            : FieldPattern()
                .Replace(
                    template,
                    match =>
                    {
                        var value = Fields[match.Groups[1].Value](outcome);
                        return isJson ? JsonEncodedText.Encode(value).ToString() : value;
                    }
                );

    [GeneratedRegex(@"\{([A-Za-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPattern();
}
