using System.Text.Json;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What nft says is in the table.</summary>
internal sealed class NftablesListing
{
    private readonly Dictionary<NftablesSet, List<(AddressPrefix Address, TimeSpan? Left)>> _sets = [];
    private bool _isMarked;
    private bool _isEmpty = true;

    /// <summary>Our sets.</summary>
    public IReadOnlyCollection<NftablesSet> Sets => _sets.Keys;

    /// <summary>The elements with the time they have left; null: no end.</summary>
    public IEnumerable<(AddressPrefix Address, TimeSpan? Left)> Elements => _sets.Values.SelectMany(static elements => elements);

    /// <summary>Whether the table may be used: it holds a set with our mark, or nothing at all.</summary>
    public bool IsOurs => _isMarked || _isEmpty;

    /// <summary>Reads the output of <c>nft -j list table</c>; what isn't known in it is passed over.</summary>
    /// <exception cref="NftablesException">It is no such output.</exception>
    public static NftablesListing Parse(ReadOnlyMemory<byte> json)
    {
        var listing = new NftablesListing();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (Get(document.RootElement, "nftables") is not { ValueKind: JsonValueKind.Array } items)
            {
                throw new NftablesException("nft's list has no 'nftables' array. Is nft of a version this library doesn't know?");
            }

            foreach (var item in items.EnumerateArray())
            {
                listing.Read(item);
            }
        }
        catch (JsonException e)
        {
            throw new NftablesException($"nft's list is no JSON: {e.Message} nft must be built with JSON support (nft --version -V says).");
        }

        return listing;
    }

    private void Read(JsonElement item)
    {
        if (Get(item, "set") is { } set)
        {
            _isEmpty = false;
            if (Text(Get(set, "comment")) == NftablesScript.Mark && NftablesSet.TryParse(Text(Get(set, "name")), out var key))
            {
                _isMarked = true;
                _sets[key] = [.. Members(set, key)];
            }
        }
        else if (item.ValueKind == JsonValueKind.Object)
        {
            _isEmpty &= item.EnumerateObject().All(static property => property.Name is "metainfo" or "table");
        }
    }

    private static IEnumerable<(AddressPrefix Address, TimeSpan? Left)> Members(JsonElement set, NftablesSet key)
    {
        if (Get(set, "elem") is not { ValueKind: JsonValueKind.Array } members)
        {
            yield break;
        }

        foreach (var member in members.EnumerateArray())
        {
            var element = Get(member, "elem");
            var text = Text(element is { } inner ? Get(inner, "val") : member);
            if (AddressPrefix.TryParse(text, out var host) && host.IsIPv6 == key.IsIPv6 && host.IsSingleAddress)
            {
                yield return (AddressPrefix.From(host.Address, key.Length), element is { } timed ? Left(timed) : null);
            }
        }
    }

    // nft cuts the remaining time to whole seconds; the second it cut into belongs to the block.
    private static TimeSpan? Left(JsonElement element) =>
        Get(element, "expires") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 10_000_000_000
            ? TimeSpan.FromSeconds(seconds + 1)
            : null;

    private static JsonElement? Get(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
