using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class ManagerGuardTests
{
    private readonly FakeResolver _resolver = new();
    private readonly GuardOptions _options = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1 is the manager '192.0.2.1' of this host (to allow it: ProtectManagers = false)")]
    [InlineData(
        "192.0.2.0/24",
        "192.0.2.0/24 holds 192.0.2.1, and 192.0.2.1 is the manager '192.0.2.1' of this host (to allow it: ProtectManagers = false)"
    )]
    [InlineData("198.51.100.7", "198.51.100.7 is the manager 'manager.example.net' of this host (to allow it: ProtectManagers = false)")]
    [InlineData("192.0.2.2", null)]
    public async Task Refuses_managers_by_address_and_by_name(string subject, string? why)
    {
        _resolver.Answer = ["198.51.100.7"];
        (await CheckAsync(subject, "192.0.2.1", "manager.example.net"))?.Why.Should().Be(why);
        (await CheckAsync(subject, "192.0.2.1", "manager.example.net") is null).Should().Be(why is null);
    }

    [Fact]
    public async Task A_name_that_was_never_resolved_goes_by_the_policy()
    {
        (await CheckAsync("198.51.100.7", "manager.example.net")).Should().BeNull();
        _options.UnresolvedNames = UnresolvedNamePolicy.Refuse;
        (await CheckAsync("198.51.100.7", "manager.example.net"))
            .Should()
            .Be(new OrderRefusal("manager", "the manager 'manager.example.net' can't be resolved and may stand for 198.51.100.7"));
    }

    private async Task<OrderRefusal?> CheckAsync(string subject, params string[] managers)
    {
        using var names = new ResolvedNames(_resolver, new ManualClock(), _options, new LogLines().For<ResolvedNames>());
        return await new ManagerGuard(() => [.. managers], names, _options).CheckAsync(
            Some.Order(subject: subject),
            GuardStage.BeforeRunning,
            CancellationToken.None
        );
    }
}
