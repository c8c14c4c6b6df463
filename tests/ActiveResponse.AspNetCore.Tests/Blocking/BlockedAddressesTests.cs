using System.Net;
using ActiveResponse.AspNetCore.Blocking;
using ActiveResponse.Configuration;
using ActiveResponse.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace ActiveResponse.AspNetCore.Tests.Blocking;

public sealed class BlockedAddressesTests
{
    [Fact]
    public void A_request_that_is_let_through_allocates_nothing()
    {
        var blocked = new BlockedAddresses();
        for (var i = 0; i < 1_000; i++)
        {
            blocked.Add(AddressPrefix.From(new IPAddress([203, 0, (byte)(i >> 8), (byte)i])), "a");
        }

        blocked.Add(AddressPrefix.From(IPAddress.Parse("198.51.100.0"), 24), "a");
        blocked.Add(AddressPrefix.From(IPAddress.Parse("2001:db8::"), 64), "a");
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var middleware = new BlockingMiddleware(
            static _ => Task.CompletedTask,
            blocked,
            Options.Create(new InAppBlockingOptions()),
            services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()
        );
        var contexts = new[] { "192.0.2.7", "2001:db8:1::7", "::ffff:192.0.2.7" }
            .Select(static address => new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } })
            .ToArray();
        Ask(middleware, contexts);

        Allocated.By(() => Ask(middleware, contexts)).Should().Be(0);
    }

    [Fact]
    public void Holders_count_one_by_one()
    {
        var blocked = new BlockedAddresses();
        var address = AddressPrefix.From(IPAddress.Parse("203.0.113.9"));
        blocked.Add(address, "a");
        blocked.Add(address, "a");
        blocked.Add(address, "b");

        blocked.Remove(address, "c").Should().BeFalse();
        blocked.Remove(address, "a").Should().BeTrue();
        blocked.Remove(address, "a").Should().BeFalse();
        blocked.IsBlocked(address.Address).Should().BeTrue();
        blocked.Remove(address, "b").Should().BeTrue();
        blocked.IsBlocked(address.Address).Should().BeFalse();
        blocked.Count.Should().Be(0);
    }

    [Fact]
    public void No_address_and_one_with_a_scope_are_no_reason_to_fail()
    {
        var blocked = new BlockedAddresses();
        blocked.Add(AddressPrefix.From(IPAddress.Parse("fe80::1")), "a");

        blocked.IsBlocked(null).Should().BeFalse();
        blocked.IsBlocked(IPAddress.Parse("fe80::1%3")).Should().BeTrue();
    }

    [Fact]
    public void A_network_is_found_whatever_lengths_come_and_go()
    {
        var blocked = new BlockedAddresses();
        var random = new Random(7);
        var kept = new HashSet<AddressPrefix>();
        for (var i = 0; i < 5_000; i++)
        {
            var network = AddressPrefix.From(
                new IPAddress([10, (byte)random.Next(4), (byte)random.Next(8), (byte)random.Next(8)]),
                random.Next(16, 33)
            );
            if (random.Next(2) == 0)
            {
                blocked.Add(network, "a");
                kept.Add(network);
            }
            else
            {
                blocked.Remove(network, "a").Should().Be(kept.Remove(network));
            }
        }

        for (var i = 0; i < 2_000; i++)
        {
            var address = new IPAddress([10, (byte)random.Next(4), (byte)random.Next(8), (byte)random.Next(8)]);
            blocked.IsBlocked(address).Should().Be(kept.Any(network => network.Contains(AddressPrefix.From(address))));
        }
    }

    private static void Ask(BlockingMiddleware middleware, HttpContext[] contexts)
    {
        for (var i = 0; i < 1_000; i++)
        {
            foreach (var context in contexts)
            {
                _ = middleware.InvokeAsync(context);
            }
        }
    }
}
