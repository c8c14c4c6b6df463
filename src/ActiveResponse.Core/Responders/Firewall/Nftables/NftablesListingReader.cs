using System.Text.Json;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Reads the output of <c>nft -j list table</c>; what isn't known in it is passed over.</summary>
internal static class NftablesListingReader
{
    private static readonly string[] Verdicts = ["accept", "return", "jump", "goto", "queue", "vmap"];

    /// <summary>What it says.</summary>
    /// <exception cref="FirewallException">It is no such output.</exception>
    public static NftablesListing Read(ReadOnlyMemory<byte> json)
    {
        var listing = new NftablesListing();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (Get(document.RootElement, "nftables") is not { ValueKind: JsonValueKind.Array } items)
            {
                throw new FirewallException("nft's list has no 'nftables' array. Is nft of a version this library doesn't know?");
            }

            foreach (var item in items.EnumerateArray())
            {
                Read(item, listing);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FirewallException($"nft's list is no JSON: {e.Message} nft must be built with JSON support (nft --version -V says).");
        }

        return listing;
    }

    /// <summary>Whether a list of tables says of one that it is dormant; false where it is no such list.</summary>
    public static bool IsDormant(ReadOnlyMemory<byte> json, string table)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Get(document.RootElement, "nftables") is { ValueKind: JsonValueKind.Array } items
                && items
                    .EnumerateArray()
                    .Any(item => Get(item, "table") is { } one && Text(Get(one, "name")) == table && IsDormant(Get(one, "flags")));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Read(JsonElement item, NftablesListing into)
    {
        if (Get(item, "set") is { } set)
        {
            into.MarkUsed();
            if (Text(Get(set, "comment")) == NftablesScript.Mark && NftablesSet.TryParse(Text(Get(set, "name")), out var key))
            {
                into.Put(key, [.. Members(set, key)]);
            }
        }
        else if (item.ValueKind == JsonValueKind.Object)
        {
            if (Get(item, "chain") is { } chain && Text(Get(chain, "hook")) is not null && Text(Get(chain, "name")) is { } name)
            {
                into.Hook(name);
            }
            else if (Get(item, "rule") is { } rule)
            {
                var of = Text(Get(rule, "chain"));
                if (LetsPass(rule))
                {
                    into.LetPass(of);
                }

                into.Refuse(of, RefusedBy(rule));
            }
            else if (Get(item, "table") is { } table && IsDormant(Get(table, "flags")))
            {
                into.MarkDormant();
            }

            if (item.EnumerateObject().Any(static property => property.Name is not ("metainfo" or "table")))
            {
                into.MarkUsed();
            }
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

    // nft 1.0.6 writes any word for the flag of a dormant table; later ones know other flags, too.
    private static bool IsDormant(JsonElement? flags) =>
        flags switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(static flag => IsDormant(flag)),
            { } flag => Text(flag) is not (null or "owner" or "persist"),
            null => false,
        };

    // Of the rules we make only that for neighbour discovery does.
    private static bool LetsPass(JsonElement rule)
    {
        if (Get(rule, "expr") is not { ValueKind: JsonValueKind.Array } list)
        {
            return false;
        }

        List<JsonElement> parts = [.. list.EnumerateArray()];
        return parts.Exists(static part => Verdicts.Any(verdict => Get(part, verdict) is not null))
            && !(
                parts.Count == 2
                && Get(parts[0], "match") is { } match
                && Get(match, "left") is { } left
                && Get(left, "payload") is { } payload
                && Text(Get(payload, "protocol")) == "icmpv6"
                && Text(Get(payload, "field")) == "type"
                && Get(parts[1], "accept") is not null
            );
    }

    // A rule with more conditions than that the sender is in the set lets some of them pass.
    private static string? RefusedBy(JsonElement rule)
    {
        if (
            Get(rule, "expr") is not { ValueKind: JsonValueKind.Array } parts
            || !parts.EnumerateArray().Any(static part => (Get(part, "drop") ?? Get(part, "reject")) is not null)
        )
        {
            return null;
        }

        var conditions = parts.EnumerateArray().Select(static part => Get(part, "match")).OfType<JsonElement>().ToList();
        return conditions is [var only] && Text(Get(only, "op")) is "==" or "in" && Text(Get(only, "right")) is ['@', .. var set]
            ? set
            : null;
    }

    // nft cuts the remaining time to whole seconds; the second it cut into belongs to the block.
    private static TimeSpan? Left(JsonElement element) =>
        Get(element, "expires") is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt64(out var seconds)
        && seconds is >= 0 and < 10_000_000_000
            ? TimeSpan.FromSeconds(seconds + 1)
            : null;

    private static JsonElement? Get(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
