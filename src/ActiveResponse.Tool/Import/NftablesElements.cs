using System.Globalization;
using System.Text.Json;

namespace ActiveResponse.Tool.Import;

/// <summary>The output of <c>nft -j list set …</c> or <c>list ruleset</c>: addresses and networks of named sets.</summary>
internal static class NftablesElements
{
    public static IReadOnlyList<ImportedBlock> Read(string text) =>
        JsonText.Member(JsonText.Parse(text), "nftables") is { ValueKind: JsonValueKind.Array } all
            ?
            [
                .. JsonText
                    .Items(all)
                    .Select(static item => JsonText.Member(item, "set"))
                    .Where(static set => JsonText.Text(set, "type") is "ipv4_addr" or "ipv6_addr")
                    .SelectMany(static set =>
                        JsonText
                            .Items(JsonText.Member(set, "elem"))
                            .Select(element => BlockOf(element, $"set {JsonText.Text(set, "name")}"))
                    ),
            ]
            : throw new ImportException("this isn't the output of 'nft -j list'");

    private static ImportedBlock BlockOf(JsonElement element, string set)
    {
        var inner = JsonText.Member(element, "elem");
        var value = inner is { } with ? JsonText.Member(with, "val") : element;
        var left = JsonText.Number(inner, "expires") ?? JsonText.Number(inner, "timeout");
        return new ImportedBlock(TargetOf(value), left is { } seconds ? TimeSpan.FromSeconds(seconds) : null, set);
    }

    private static string TargetOf(JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.String } text)
        {
            return text.GetString()!;
        }

        var prefix = JsonText.Member(value, "prefix");
        return JsonText.Text(prefix, "addr") is { } address && JsonText.Number(prefix, "len") is { } length
            ? string.Create(CultureInfo.InvariantCulture, $"{address}/{length}")
            : value?.GetRawText() ?? "";
    }
}
