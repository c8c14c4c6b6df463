using System.Net;
using System.Net.Sockets;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads an entry of the allow list twice: as the daemon does, and safely.</summary>
/// <remarks>
/// The safe reading knows dotted masks and host names, and refuses invalid masks: the daemon makes <c>10.0.0.0/ab</c> match everything.
/// </remarks>
internal static class AllowListReader
{
    private const string MaskCode = "allow-list-mask";
    private const string EntryCode = "allow-list-entry";

    public static void Read(ConfigReading reading, XmlItem item)
    {
        ReadAsDaemon(reading, item);
        var text = item.Value.Trim();
        var negated = text.StartsWith('!');
        var entry = negated ? text[1..] : text;
        if (text.Length != item.Value.Length && text.Length > 0)
        {
            reading.Warn(
                item,
                EntryCode,
                $"The daemon takes the blanks around {ConfigReading.Quote(text)} as part of a host name and lets nobody "
                    + "through: remove them."
            );
        }

        if (entry == "any")
        {
            Add(reading, item, entry, negated, AddressPrefix.From(IPAddress.Any, 0));
            Add(reading, item, entry, negated, AddressPrefix.From(IPAddress.IPv6Any, 0));
            WarnOfEverything(reading, item, entry);
            return;
        }

        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? entry : entry[..slash];
        if (!NumericAddress.TryParse(addressText, out var address))
        {
            ReadHost(reading, item, entry, negated);
        }
        else if (LengthOf(entry, slash, address) is { } length)
        {
            ReadNetwork(reading, item, entry, negated, address, length);
        }
        else
        {
            Add(reading, item, entry, negated, null);
            RejectMask(reading, item, entry, Width(address));
        }
    }

    private static void RejectMask(ConfigReading reading, XmlItem item, string entry, int width)
    {
        var kinds = width == 32 ? "0 to 32, or a dotted mask such as 255.255.0.0" : "0 to 128";
        reading.Reject(
            item,
            MaskCode,
            $"{ConfigReading.Quote(entry)} has no valid mask, so it protects nothing here: write a length from {kinds} after the \"/\"."
        );
    }

    private static void ReadAsDaemon(ConfigReading reading, XmlItem item)
    {
        // What OSSEC can't read as a network is a host name to it; Wazuh drops what only looks like an address.
        var isHostName = !reading.IsOssec && !DaemonAllowListReader.LooksLikeWazuhAddress(item.Value);
        if (isHostName)
        {
            reading.DaemonHosts.Add(item.Value);
            return;
        }

        var network = reading.IsOssec ? DaemonAllowListReader.ReadOssec(item.Value) : DaemonAllowListReader.ReadWazuh(item.Value);
        if (network is not null)
        {
            reading.DaemonNetworks.Add(network);
        }
        else if (reading.IsOssec)
        {
            reading.DaemonHosts.Add(item.Value);
        }
    }

    private static int? LengthOf(string entry, int slash, IPAddress address)
    {
        if (slash < 0)
        {
            return Width(address);
        }

        var mask = entry[(slash + 1)..];
        if (mask.Length is >= 1 and <= 3 && CNumber.IsDigits(mask))
        {
            var length = CNumber.Atoi(mask);
            return length <= Width(address) ? length : null;
        }

        return address.AddressFamily == AddressFamily.InterNetwork ? DottedMask.LengthOf(mask) : null;
    }

    private static void ReadNetwork(ConfigReading reading, XmlItem item, string entry, bool negated, IPAddress address, int length)
    {
        var network = AddressPrefix.From(address, length);
        Add(reading, item, entry, negated, network);
        if (network.Length == 0)
        {
            WarnOfEverything(reading, item, entry);
        }

        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? entry : entry[..slash];
        if (!AddressPrefix.TryParse(addressText, out _))
        {
            reading.Warn(
                item,
                EntryCode,
                $"{ConfigReading.Quote(entry)} is read as {network}: write that, as other programs read short, octal and "
                    + "hexadecimal forms differently."
            );
        }
        else if (reading.IsOssec && slash >= 0 && entry.Length - slash > 4)
        {
            reading.Warn(
                item,
                EntryCode,
                $"OSSEC doesn't understand dotted masks and lets nobody through; it is read as {network} here: write {network}."
            );
        }
    }

    private static void ReadHost(ConfigReading reading, XmlItem item, string entry, bool negated)
    {
        // The stock files contain ^localhost.localdomain$: a pattern for the daemon, one name for us.
        foreach (var part in entry.Split('|'))
        {
            var name = part.TrimStart('^').TrimEnd('$');
            if (HostName.IsValid(name))
            {
                reading.AllowList.Add(
                    new AllowListEntry
                    {
                        Text = entry,
                        HostName = name,
                        Negated = negated,
                        Line = reading.LineOf(item),
                    }
                );
                continue;
            }

            Add(reading, item, entry, negated, null);
            reading.Warn(
                item,
                EntryCode,
                entry.Length == 0
                    ? "The entry is empty: remove it, or write an address, a network or a host name."
                    : $"{ConfigReading.Quote(entry)} is neither an address, a network nor a host name and protects nothing: "
                        + "write one of these, one entry each."
            );
            return;
        }
    }

    private static void WarnOfEverything(ConfigReading reading, XmlItem item, string entry) =>
        reading.Warn(
            item,
            "allow-list-everything",
            $"{ConfigReading.Quote(entry)} lets every address through, so nothing is ever blocked: write the networks that are yours."
        );

    private static void Add(ConfigReading reading, XmlItem item, string entry, bool negated, AddressPrefix? network) =>
        reading.AllowList.Add(
            new AllowListEntry
            {
                Text = entry,
                Network = network,
                Negated = negated,
                Line = reading.LineOf(item),
            }
        );

    private static int Width(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
