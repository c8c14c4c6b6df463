using ActiveResponse.Guards;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

public sealed class LocalNamesTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost.")]
    [InlineData("localhost.localdomain")]
    [InlineData("db.localhost")]
    [InlineData("db.localhost.localdomain")]
    [InlineData("localhost6.localdomain6")]
    [InlineData("ip6-loopback")]
    public async Task Names_of_this_host_count_as_resolved_and_nobody_is_asked(string name)
    {
        var (resolver, log) = (new FakeResolver(), new LogLines());
        using var names = new ResolvedNames(resolver, new ManualClock(), new GuardOptions(), log.For<ResolvedNames>());
        names.Watch([name]);

        (await names.FindAsync(name, CancellationToken.None)).Should().Equal(Some.Prefix("127.0.0.1"), Some.Prefix("::1"));

        resolver.Asked.Should().Be(0);
        log.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("notlocalhost")]
    [InlineData("localhost.example.net")]
    [InlineData("localdomain")]
    [InlineData("")]
    public void Others_are_looked_up(string name) => LocalNames.Contain(name).Should().BeFalse();
}
