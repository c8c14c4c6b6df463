using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Reconciliation;

public sealed class RoomByAgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("room-by-age-").FullName;
    private readonly ManualClock _clock = new();
    private readonly RecordingObserver _observer = new();

    private string DenyFile => Path.Combine(_folder, "hosts.deny");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Beyond_its_bound_the_oldest_blocks_of_a_deny_file_are_lifted_and_permanent_ones_last()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "TCP wrappers are Linux's here");
        await using var services = Compose(most: 3);
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.ApplyPermanentlyAsync("host-deny", Some.Address("203.0.113.1"));
        for (var i = 2; i <= 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            (await engine.ApplyAsync("host-deny", Some.Address($"203.0.113.{i}"), TimeSpan.FromHours(1)))
                .Outcome.Should()
                .Be(ActionOutcome.Applied);
        }

        await engine.DrainAsync();
        Denied().Should().BeEquivalentTo("ALL:203.0.113.1", "ALL:203.0.113.4", "ALL:203.0.113.5");
        (await engine.ListAsync()).Should().HaveCount(3, "what is lifted isn't put back by the next look");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void The_bound_has_a_range(int most) =>
        FluentActions
            .Invoking(() => new HostsDenyBackend(new HostsDenyOptions { MaxEntries = most }, _clock))
            .Should()
            .Throw<OptionsValidationException>();

    private string[] Denied() =>
        [.. UnlockedFile.Text(DenyFile).Split('\n').Where(static line => line.StartsWith("ALL", StringComparison.Ordinal))];

    private ServiceProvider Compose(int most)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddActiveResponse().AddHostsDeny(new HostsDenyOptions { File = DenyFile, MaxEntries = most }).AddObserver(_ => _observer);
        return services.BuildServiceProvider();
    }
}
