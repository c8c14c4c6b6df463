using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Export;

/// <summary>Blocked addresses and networks as sets of a firewall; what a set can't have is named on standard error.</summary>
internal sealed class SetPrinter(TextWriter output, ISetLanguage language) : IReplyPrinter
{
    private readonly Dictionary<AddressPrefix, SetElement> _elements = [];

    public bool IsBad(JsonElement item) => false;

    public void Add(JsonElement item)
    {
        var target = ReplyText.Of(item, "target");
        if (!AddressPrefix.TryParse(target, out var network))
        {
            LeftOut(target, "it is no address");
            return;
        }

        if (ReplyText.Of(item, "state") != "active")
        {
            LeftOut(target, "it isn't in place");
            return;
        }

        var seconds = item.TryGetProperty("secondsLeft", out _) ? Math.Max(1, ReplyText.Number(item, "secondsLeft")) : (long?)null;
        var element = new SetElement(network, seconds > language.MostSeconds ? language.MostSeconds : seconds);
        if (!_elements.TryGetValue(network, out var other) || !other.Outlasts(element))
        {
            _elements[network] = element;
        }
    }

    public void End(bool isWhole)
    {
        // Part of it would look like all.
        if (!isWhole)
        {
            return;
        }

        var elements = language.Nests ? [.. _elements.Values] : WithoutNested();
        var byFamily = elements.ToLookup(static element => element.Network.IsIPv6);
        foreach (var line in language.Lines([.. byFamily[false]], [.. byFamily[true]]))
        {
            output.WriteLine(line);
        }
    }

    // The wider ones first: what is within one of them can't be an element of its own.
    private List<SetElement> WithoutNested()
    {
        var kept = new Dictionary<AddressPrefix, SetElement>();
        foreach (var element in _elements.Values.OrderBy(static element => element.Network.Length))
        {
            if (Around(element.Network, kept) is not { } wider)
            {
                kept.Add(element.Network, element);
            }
            else if (!wider.Outlasts(element))
            {
                LeftOut(element.Network.ToString(), $"it is within {wider.Network}, which ends earlier");
            }
        }

        return [.. kept.Values];
    }

    private static SetElement? Around(AddressPrefix network, Dictionary<AddressPrefix, SetElement> kept)
    {
        for (var length = network.Length - 1; length > 0; length--)
        {
            if (kept.TryGetValue(AddressPrefix.From(network.Address, length), out var wider))
            {
                return wider;
            }
        }

        return null;
    }

    private static void LeftOut(string target, string why) =>
        Console.Error.WriteLine($"active-response: {ToolText.OneLine(target)} is left out: {why}");
}
