using System.Collections.Immutable;
using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Rules;

/// <summary>The rules of a fleet, which apply on all its hosts: its allow list and its kill switch. Immutable.</summary>
internal sealed record FleetRules
{
    private const char Between = ';';
    private const char Within = '|';

    /// <summary>No entries, and no halt.</summary>
    public static FleetRules None { get; } = new();

    /// <summary>When the latest halt or resume was issued; null if there was none.</summary>
    public DateTimeOffset? SwitchedAt { get; init; }

    /// <summary>Whether the fleet is halted: new effects are refused.</summary>
    public bool IsHalted { get; init; }

    /// <summary>The entries of the allow list, each with the time it was issued.</summary>
    public ImmutableDictionary<AddressPrefix, DateTimeOffset> Allowed { get; init; } =
        ImmutableDictionary<AddressPrefix, DateTimeOffset>.Empty;

    /// <summary>Returns the rules with a message applied; the same instance if it changes nothing.</summary>
    public FleetRules With(FleetMessage message) =>
        message.Verb switch
        {
            MessageVerb.Halt or MessageVerb.Resume when message.Issued <= SwitchedAt => this,
            MessageVerb.Halt or MessageVerb.Resume => this with
            {
                SwitchedAt = message.Issued,
                IsHalted = message.Verb == MessageVerb.Halt,
            },
            MessageVerb.Allow => this with { Allowed = Allowed.SetItem(message.Network!.Value, message.Issued) },
            MessageVerb.Disallow => this with { Allowed = Allowed.Remove(message.Network!.Value) },
            _ => this,
        };

    /// <summary>Returns why an order is refused; null to let it pass.</summary>
    public OrderRefusal? RefusalOf(ResponseOrder order)
    {
        if (IsHalted)
        {
            return new OrderRefusal("fleet-halt", "the fleet is halted: new effects are refused until it is resumed");
        }

        return AllowedBy(order.Subject) is { } network
            ? new OrderRefusal("fleet-allow-list", $"{order.Subject.Address} is on the fleet's allow list ('{network}')")
            : null;
    }

    /// <summary>Returns the entry of the allow list that covers a subject, or null.</summary>
    public AddressPrefix? AllowedBy(Subject subject)
    {
        if (subject.Address is not { } address || Allowed.IsEmpty)
        {
            return null;
        }

        foreach (var network in Allowed.Keys)
        {
            if (network.Overlaps(address))
            {
                return network;
            }
        }

        return null;
    }

    /// <summary>Parses the output of <see cref="ToString"/>, and skips what is invalid.</summary>
    public static FleetRules Parse(string? text)
    {
        var rules = None;
        foreach (var part in text?.Split(Between) ?? [])
        {
            if (part.Split(Within) is not [var kind, var value, var issued] || TimeOf(issued) is not { } time)
            {
                continue;
            }

            if (kind == "switch")
            {
                rules = rules with { SwitchedAt = time, IsHalted = value == "halted" };
            }
            else if (kind == "allow" && AddressPrefix.TryParse(value, out var network))
            {
                rules = rules with { Allowed = rules.Allowed.SetItem(network, time) };
            }
        }

        return rules;
    }

    public override string ToString()
    {
        var parts = Allowed.Select(static pair => Part("allow", pair.Key.ToString(), pair.Value));
        if (SwitchedAt is { } at)
        {
            parts = parts.Prepend(Part("switch", IsHalted ? "halted" : "resumed", at));
        }

        return string.Join(Between, parts);
    }

    private static string Part(string kind, string value, DateTimeOffset issued) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{Within}{value}{Within}{issued.ToUnixTimeMilliseconds()}");

    private static DateTimeOffset? TimeOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;
}
