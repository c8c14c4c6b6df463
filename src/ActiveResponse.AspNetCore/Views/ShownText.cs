using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Text from alerts, files and programs, safe for JSON and for people to read.</summary>
internal static class ShownText
{
    // The longest path of Linux, each of its bytes escaped.
    private const int Most = 4 * 4_096;

    /// <summary>The target as text. Bytes that aren't UTF-8 are shown as <c>\xff</c>.</summary>
    public static string Of(Subject subject) => SafeText.Of(subject.ToString(), Most);

    public static string Of(string? text) => SafeText.Of(text, Most);

    public static string? OrNull(string? text) => text is null ? null : SafeText.Of(text, Most);
}
