using ActiveResponse.Configuration;
using ActiveResponse.Guards;
using ActiveResponse.Isolation;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Guards;

public sealed class GuardTests
{
    private readonly GuardOptions _options = new();
    private readonly ManualClock _clock = new();
    private readonly FakeResolver _resolver = new();

    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.8.9.10", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("224.0.0.251", "multicast")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("169.254.1.1", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("0.0.0.0/0", "wider")]
    [InlineData("203.0.0.0/15", "wider")]
    [InlineData("2001:db8::/31", "wider")]
    [InlineData("::/0", "wider")]
    public async Task Refuses_what_is_never_an_attacker(string subject, string why)
    {
        var refusal = await CheckAsync(new ProtectedAddressGuard(_options), subject);
        refusal!.By.Should().Be("protected-address");
        refusal.Why.Should().Contain(why);
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("10.0.0.1")]
    [InlineData("2001:db8::9")]
    [InlineData("203.0.0.0/16")]
    public async Task Lets_other_addresses_pass(string subject) =>
        (await CheckAsync(new ProtectedAddressGuard(_options), subject)).Should().BeNull();

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.0/28", true)]
    [InlineData("192.0.3.7", false)]
    [InlineData("2001:db8:1::5", true)]
    [InlineData("2001:db8:2::5", false)]
    [InlineData("198.51.100.4", true)]
    public async Task Refuses_what_the_allow_list_covers(string subject, bool refused)
    {
        var refusal = await CheckAsync(Guard("192.0.2.0/24", "2001:db8:1::/48", "198.51.100.4"), subject);
        (refusal is not null).Should().Be(refused);
    }

    [Fact]
    public async Task The_first_entry_that_covers_an_address_decides()
    {
        var guard = Guard("!192.0.2.66", "192.0.2.0/24");
        (await CheckAsync(guard, "192.0.2.66")).Should().BeNull();
        (await CheckAsync(guard, "192.0.2.67")).Should().NotBeNull();
        (await CheckAsync(guard, "192.0.2.64/30")).Should().NotBeNull("the hole doesn't cover all of it");
    }

    [Fact]
    public async Task A_trailing_negated_entry_allows_nobody_else() =>
        (await CheckAsync(Guard("!192.0.2.66"), "203.0.113.9")).Should().BeNull();

    [Fact]
    public async Task Names_are_resolved_and_refreshed_and_the_last_good_answer_is_kept()
    {
        _resolver.Answer = ["198.51.100.20"];
        var guard = Guard("gw.example.net");
        (await CheckAsync(guard, "198.51.100.20")).Should().NotBeNull();

        _resolver.Answer = ["198.51.100.21"];
        (await CheckAsync(guard, "198.51.100.21")).Should().BeNull("the answer is still fresh");

        _clock.Advance(_options.NameRefresh);
        await CheckAsync(guard, "198.51.100.21");
        await Until.TrueAsync(() => _resolver.Asked == 2);
        await Until.TrueAsync(async () => await CheckAsync(guard, "198.51.100.21") is not null);

        _resolver.Answer = null;
        _clock.Advance(_options.NameRefresh);
        await CheckAsync(guard, "198.51.100.21");
        await Until.TrueAsync(() => _resolver.Asked == 3);
        (await CheckAsync(guard, "198.51.100.21")).Should().NotBeNull("a failing resolver doesn't unprotect");
    }

    [Fact]
    public async Task An_unknown_name_lets_orders_pass_by_default_and_refuses_them_when_told_to()
    {
        (await CheckAsync(Guard("dead.example.net"), "203.0.113.9")).Should().BeNull();
        _options.UnresolvedNames = UnresolvedNamePolicy.Refuse;
        var refusal = await CheckAsync(Guard("dead.example.net"), "203.0.113.9");
        refusal!.Why.Should().Contain("dead.example.net").And.Contain("can't be resolved");
    }

    [Fact]
    public async Task A_name_that_never_resolves_slows_only_the_first_orders_of_a_flood()
    {
        _resolver.Hold = new TaskCompletionSource();
        var guard = Guard("slow.example.net");
        var first = CheckAsync(guard, "203.0.113.9");
        await Until.TrueAsync(() => _clock.PendingTimers > 0);
        _clock.Advance(_options.NameDeadline);
        await first;

        CheckAsync(guard, "203.0.113.10").IsCompleted.Should().BeTrue("the name had its time");
        _resolver.Hold.SetResult();
    }

    [Fact]
    public async Task A_slow_resolver_holds_an_order_no_longer_than_the_deadline()
    {
        _resolver.Hold = new TaskCompletionSource();
        var checking = CheckAsync(Guard("slow.example.net"), "203.0.113.9");
        await Until.TrueAsync(() => _resolver.Asked == 1 && _clock.PendingTimers > 0);
        checking.IsCompleted.Should().BeFalse();
        _clock.Advance(_options.NameDeadline);
        (await checking).Should().BeNull();
        _resolver.Hold.SetResult();
    }

    [Fact]
    public async Task An_order_without_an_address_is_none_of_the_allow_lists_business()
    {
        var order = Some.Order() with { Subject = new Subject { User = "alice" } };
        (await Guard("0.0.0.0/0").CheckAsync(order, GuardStage.BeforeRunning, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task A_guard_that_throws_refuses()
    {
        var chain = new GuardChain(
            [new ThrowingGuard()],
            [],
            () => _options.GuardDeadline,
            _clock,
            new PluginFaults(NullLogger.Instance, _clock)
        );
        var refusal = await chain.CheckAsync(Some.Order(), GuardStage.BeforeRunning, CancellationToken.None);
        refusal!.By.Should().Be("thrower");
        refusal.Why.Should().Contain("out of order");
    }

    private static async Task<OrderRefusal?> CheckAsync(IResponseGuard guard, string subject) =>
        await guard.CheckAsync(Some.Order(subject: subject), GuardStage.BeforeRunning, CancellationToken.None);

    private AllowListGuard Guard(params string[] entries)
    {
        var list = new AllowList([
            .. entries.Select(static text => new AllowListEntry
            {
                Text = text.TrimStart('!'),
                Negated = text[0] == '!',
                Network = AddressPrefix.TryParse(text.TrimStart('!'), out var network) ? network : null,
                HostName = AddressPrefix.TryParse(text.TrimStart('!'), out _) ? null : text,
            }),
        ]);
        return new AllowListGuard(() => list, new ResolvedNames(_resolver, _clock, _options, NullLogger<ResolvedNames>.Instance), _options);
    }

    private sealed class ThrowingGuard : IResponseGuard
    {
        public string Name => "thrower";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("out of order");
    }
}
