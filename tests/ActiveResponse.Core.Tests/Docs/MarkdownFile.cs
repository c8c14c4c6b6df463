using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>One document of the repository: its links, the files it names, its code blocks and headings.</summary>
internal sealed partial class MarkdownFile(string path)
{
    private readonly string _text = RepositoryFiles.Read(path);

    /// <summary>Every document a reader may open; not those of recorded cases, which were written elsewhere.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "docs", "samples", "src" }
            .SelectMany(static folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.md"))
            .Select(static file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public string Name { get; } = path;

    /// <summary>The targets of links that aren't addresses of the web.</summary>
    public IEnumerable<string> Links =>
        Link()
            .Matches(Fence().Replace(_text, ""))
            .Select(static match => match.Groups["target"].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The paths of the repository named in code, in the text or in a block: what starts with one of its folders.</summary>
    public IEnumerable<string> NamedFiles =>
        Code()
            .Matches(_text)
            .SelectMany(static match => RepositoryPath().Matches(match.Value))
            .Select(static match => match.Groups["path"].Value.TrimEnd('.', ',', ':'))
            .Distinct();

    /// <summary>The anchors of the headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors =>
        Heading()
            .Matches(Fence().Replace(_text, ""))
            .Select(static match => NotInAnchor().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The code blocks of a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Fence()
            .Matches(_text)
            .Where(match => match.Groups["language"].Value == language)
            .Select(static match => match.Groups["code"].Value);

    /// <summary>The targets of the links that table rows begin with.</summary>
    public IEnumerable<string> TableLinks(string prefix) =>
        TableLink()
            .Matches(_text)
            .Select(static match => match.Groups["target"].Value)
            .Where(target => target.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The argument lists of calls of the tool, from code blocks and code in the text.</summary>
    public IEnumerable<string> ToolCalls() =>
        ToolCall().Matches(_text.Replace("\\\n", " ", StringComparison.Ordinal)).Select(static match => match.Groups["arguments"].Value);

    public override string ToString() => Name;

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```.*?^```$|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"(?<![\w./-])(?:\./)?(?<path>(?:src|tests|samples|docs|benchmarks|\.ci)/[\w./-]+"
            + @"|[\w.-]+\.(?:sh|sln|props|targets|md)\b|BannedSymbols\.txt)"
    )]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(
        @"(?:active-response |--project src/ActiveResponse\.Tool -- |(?<!`)`)(?<arguments>(?:(?:check|explain|run|wpk) |--[a-z])[^`\n]*)"
    )]
    private static partial Regex ToolCall();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^\| \[[^\]]+\]\((?<target>[^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex TableLink();
}
