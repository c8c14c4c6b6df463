using System.Net;
using ActiveResponse.Testing;
using ActiveResponse.Tool.Dashboard;

namespace ActiveResponse.Tool.Tests.Dashboard;

public sealed class SignInsTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_link_is_good_for_five_minutes_and_a_new_one_ends_the_old()
    {
        var signIns = Make();
        var old = signIns.NewLink();
        var link = signIns.NewLink();

        signIns.TryUseLink(old).Should().BeFalse();
        signIns.TryUseLink("").Should().BeFalse();
        _clock.Advance(TimeSpan.FromMinutes(5));
        signIns.TryUseLink(link).Should().BeFalse();
        signIns.TryUseLink(signIns.NewLink()).Should().BeTrue();
    }

    [Fact]
    public void A_session_ends_after_twelve_hours_and_the_oldest_makes_room()
    {
        var signIns = Make();
        var first = signIns.Begin("a");
        _clock.Advance(TimeSpan.FromHours(1));
        var later = signIns.Begin("b");

        signIns.NameOf(first).Should().Be("a");
        _clock.Advance(TimeSpan.FromHours(11));
        signIns.NameOf(first).Should().BeNull();
        signIns.NameOf(later).Should().Be("b");
        for (var i = 0; i < 1_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            signIns.Begin("c");
        }

        signIns.NameOf(later).Should().BeNull();
    }

    [Fact]
    public void Without_a_token_or_a_password_nothing_is_one()
    {
        var signIns = Make();

        signIns.IsToken("").Should().BeFalse();
        signIns.IsToken(null).Should().BeFalse();
        signIns.IsPassword("").Should().BeFalse();
        Make("secret").IsToken("secret").Should().BeTrue();
        Make("secret").IsToken("secret ").Should().BeFalse();
        Make("secret").IsPassword("secret").Should().BeFalse();
    }

    [Fact]
    public void Attempts_are_counted_by_address_and_network_and_in_all_and_forgotten_after_a_minute()
    {
        var attempts = new AttemptLimit(_clock);
        attempts.Succeeded(IPAddress.Parse("192.0.2.7"));
        for (var i = 1; i <= 10; i++)
        {
            attempts.Failed(IPAddress.Parse($"2001:db8::{i:x}"));
        }

        attempts.MayTry(IPAddress.Parse("2001:db8::ffff")).Should().BeFalse();
        attempts.MayTry(IPAddress.Parse("2001:db8:0:1::1")).Should().BeTrue();
        for (var i = 0; i < 90; i++)
        {
            attempts.Failed(new IPAddress([203, 0, 113, (byte)i]));
        }

        attempts.MayTry(IPAddress.Parse("198.51.100.1")).Should().BeFalse();
        attempts.MayTry(IPAddress.Parse("192.0.2.7")).Should().BeTrue("it was right before");
        for (var i = 0; i < 10; i++)
        {
            attempts.Failed(IPAddress.Parse("192.0.2.7"));
        }

        attempts.MayTry(IPAddress.Parse("192.0.2.7")).Should().BeFalse();
        _clock.Advance(TimeSpan.FromMinutes(1));
        attempts.MayTry(IPAddress.Parse("2001:db8::ffff")).Should().BeTrue();
    }

    private SignIns Make(string? token = null) =>
        new(
            new DashboardSettings
            {
                Listen = new IPEndPoint(IPAddress.Loopback, 8600),
                Socket = "/nowhere",
                Token = token,
                Owner = "operator",
            },
            _clock
        );
}
