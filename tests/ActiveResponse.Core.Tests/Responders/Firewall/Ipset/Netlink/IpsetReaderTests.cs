using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Ipset.Netlink;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset.Netlink;

/// <summary>Whatever bytes come from the socket, reading them ends and throws nothing, and no part of another element is ours.</summary>
public sealed class IpsetReaderTests
{
    [Fact]
    public void Any_bytes() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static bytes => Read(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Any_damage_to_answers_of_this_kernel()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        List<SpoilingSocket> sockets = [];
        using var backend = new IpsetBackend(lab.Ipset, lab.Net.Firewall, TimeProvider.System, SpoilingSocket.In(lab.Net, sockets.Add));
        await backend.BlockAsync("192.0.2.1");
        await backend.BlockAsync("192.0.2.2", TimeProvider.System.GetUtcNow().AddHours(1));
        await backend.BlockAsync("2001:db8::/32", TimeProvider.System.GetUtcNow().AddHours(1));
        await backend.ListedAsync();
        var answers = sockets.Where(static socket => socket.Subsystem == 6).SelectMany(static socket => socket.Answers).ToList();
        answers.Sum(static answer => Messages(answer).Sum(static listing => listing.Entries.Count)).Should().BeGreaterThan(2);
        var random = new System.Random(9);
        for (var i = 0; i < 5_000; i++)
        {
            var damaged = answers[i % answers.Count].ToArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Messages(damaged[..random.Next(damaged.Length + 1)]);
        }
    }

    private static List<IpsetListing> Messages(byte[] answer)
    {
        List<IpsetListing> read = [];
        var messages = new NetlinkMessages(answer);
        while (messages.MoveNext())
        {
            read.Add(Read(messages.Payload));
            read.Add(Read(messages.Payload, isIPv6: true));
        }

        return read;
    }

    private static void Read(byte[] payload)
    {
        Read(payload, isIPv6: false);
        Read(payload, isIPv6: true);
    }

    private static IpsetListing Read(ReadOnlySpan<byte> payload, bool isIPv6 = false)
    {
        var listing = new IpsetListing();
        new IpsetReader(isIPv6, listing).Read(payload);
        listing.Entries.All(entry => entry.Address.IsIPv6 == isIPv6 && entry.Address.Length > 0).Should().BeTrue();
        return listing;
    }
}
