using System.Text;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public class HostsDenyMarkerTests
{
    [Fact]
    public void Names_the_end_in_UTC_and_the_address()
    {
        var entry = HostsDenyFixture.Entry("203.0.113.9", HostsDenyFixture.Later.ToOffset(TimeSpan.FromHours(2)));

        HostsDenyMarker.Format(entry).Should().Be("# active-response until 2026-11-22T19:05:00Z for 203.0.113.9");
    }

    [Fact]
    public void Says_lifted_for_an_entry_without_an_end()
    {
        HostsDenyMarker.Format(HostsDenyFixture.Entry("2001:db8::/32")).Should().Be("# active-response until lifted for 2001:db8::/32");
    }

    [Fact]
    public void Reads_every_marker_it_writes_to_the_tick()
    {
        var entries =
            from prefix in HostsDenySyntaxTests.Prefixes
            from end in Gen.Choose(0, int.MaxValue)
            from ticks in Gen.Elements(0, 1, 5_000_000)
            from isTimed in Gen.Elements(true, false)
            select new FirewallEntry(prefix, isTimed ? DateTimeOffset.UnixEpoch.AddSeconds(end).AddTicks(ticks) : null);
        Prop.ForAll(
                entries.ToArbitrary(),
                entry => HostsDenyMarker.TryRead(Encoding.ASCII.GetBytes(HostsDenyMarker.Format(entry)), out var read) && read == entry
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("# active-response until 2026-11-22T19:05:00Z")]
    [InlineData("# active-response until tomorrow for 203.0.113.9")]
    [InlineData("# active-response until 2026-11-22 19:05:00Z for 203.0.113.9")]
    [InlineData("# active-response until 2026-11-22T19:05:00+00:00 for 203.0.113.9")]
    [InlineData("# active-response until 2026-11-22T19:05:00.50Z for 203.0.113.9")]
    [InlineData("# active-response until lifted for 203.0.113.9 ")]
    [InlineData("# active-response until lifted for 203.0.113.9/32")]
    [InlineData("#active-response until lifted for 203.0.113.9")]
    [InlineData("# active-response until lifted for ")]
    [InlineData("")]
    public void Takes_nothing_but_the_exact_form(string line)
    {
        HostsDenyMarker.TryRead(Encoding.ASCII.GetBytes(line), out _).Should().BeFalse();
    }
}
