using System.Text.Json;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Reads the output of <c>nft -j list table</c>; skips what it doesn't know.</summary>
internal static class NftablesListingReader
{
    private static readonly string[] Verdicts = ["accept", "return", "jump", "goto", "queue", "vmap"];

    /// <summary>Reads a listing.</summary>
    /// <exception cref="FirewallException">It isn't nft's JSON.</exception>
    public static NftablesListing Read(ReadOnlyMemory<byte> json)
    {
        var listing = new NftablesListing();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (Get(document.RootElement, "nftables") is not { ValueKind: JsonValueKind.Array } items)
            {
                throw new FirewallException("nft's list has no 'nftables' array. Does this library know this version of nft?");
            }

            foreach (var item in items.EnumerateArray())
            {
                Read(item, listing);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FirewallException($"nft's list isn't JSON: {e.Message} nft needs JSON support (see nft --version -V).");
        }

        return listing;
    }

    /// <summary>Whether a list of tables marks one as dormant; false if it can't be read.</summary>
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
        if (item.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (item.EnumerateObject().Any(static property => property.Name is not ("metainfo" or "table")))
        {
            into.MarkUsed();
        }

        if (Get(item, "set") is { } set)
        {
            ReadSet(set, into);
        }
        else if (Get(item, "chain") is { } chain && Text(Get(chain, "hook")) is not null && Text(Get(chain, "name")) is { } name)
        {
            into.Hook(name);
        }
        else if (Get(item, "rule") is { } rule)
        {
            ReadRule(rule, into);
        }
        else if (Get(item, "table") is { } table && IsDormant(Get(table, "flags")))
        {
            into.MarkDormant();
        }
    }

    private static void ReadSet(JsonElement set, NftablesListing into)
    {
        if (Text(Get(set, "comment")) == NftablesScript.Mark && NftablesSet.TryParse(Text(Get(set, "name")), out var key))
        {
            into.Put(key, [.. Members(set, key)]);
        }
    }

    private static void ReadRule(JsonElement rule, NftablesListing into)
    {
        var chain = Text(Get(rule, "chain"));
        if (LetsPass(rule))
        {
            into.LetPass(chain);
        }

        into.Refuse(chain, RefusedBy(rule));
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
            if (
                AddressPrefix.TryParse(text, out var host)
                && host.IsIPv6 == key.IsIPv6
                && host.IsSingleAddress
                && AddressPrefix.From(host.Address, key.Length) is var address
                && key.Matches(address, host.Address.GetAddressBytes())
            )
            {
                yield return (address, element is { } timed ? Left(timed) : null);
            }
        }
    }

    // nft 1.0.6 writes any word for the flag of a dormant table; later versions know other flags too.
    private static bool IsDormant(JsonElement? flags) =>
        flags switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(static flag => IsDormant(flag)),
            { } flag => Text(flag) is not (null or "owner" or "persist"),
            null => false,
        };

    // Of our own rules, only the one for neighbour discovery accepts packets.
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

    // A rule with further conditions lets some senders of the set pass.
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

    // nft truncates the remaining time to seconds; the truncated second belongs to the block.
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
