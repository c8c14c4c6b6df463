using System.Diagnostics.Metrics;
using System.Net;
using ActiveResponse.AspNetCore;
using ActiveResponse.AspNetCore.Blocking;
using ActiveResponse.Configuration;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Benchmarks.Http;

/// <summary>What refusing blocked addresses adds to a request that is let through, beside no middleware and beside the simplest
/// one.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class BlockingBenchmarks
{
    private const int Blocked = 100_000;

    private readonly RequestDelegate _next = static _ => Task.CompletedTask;
    private readonly HashSet<IPAddress> _set = [];
    private ServiceProvider _services = null!;
    private BlockingMiddleware _addresses = null!;
    private BlockingMiddleware _networks = null!;
    private DefaultHttpContext _context = null!;

    /// <summary>Blocks 100,000 addresses, and for the second middleware networks of three lengths too.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var addresses = new BlockedAddresses();
        var networks = new BlockedAddresses();
        for (var i = 0; i < Blocked; i++)
        {
            var address = new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]);
            _set.Add(address);
            addresses.Add(AddressPrefix.From(address), "in-app");
            networks.Add(AddressPrefix.From(address), "in-app");
        }

        networks.Add(AddressPrefix.From(IPAddress.Parse("198.51.100.0"), 24), "in-app");
        networks.Add(AddressPrefix.From(IPAddress.Parse("172.16.0.0"), 16), "in-app");
        networks.Add(AddressPrefix.From(IPAddress.Parse("192.0.2.128"), 25), "in-app");
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _addresses = Make(addresses);
        _networks = Make(networks);
        _context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.9") } };
    }

    /// <summary>Ends the meters.</summary>
    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    /// <summary>The next step alone.</summary>
    [Benchmark(Baseline = true)]
    public Task None() => _next(_context);

    /// <summary>A set of addresses and a lock, which the simplest middleware would have; it knows no networks.</summary>
    [Benchmark]
    public Task LockedHashSet()
    {
        lock (_set)
        {
            return _set.Contains(_context.Connection.RemoteIpAddress!) ? Task.CompletedTask : _next(_context);
        }
    }

    /// <summary>100,000 addresses.</summary>
    [Benchmark]
    public Task Addresses() => _addresses.InvokeAsync(_context);

    /// <summary>Networks of three lengths besides.</summary>
    [Benchmark]
    public Task AddressesAndNetworks() => _networks.InvokeAsync(_context);

    private BlockingMiddleware Make(BlockedAddresses blocked) =>
        new(_next, blocked, Options.Create(new InAppBlockingOptions()), _services.GetRequiredService<IMeterFactory>());
}
