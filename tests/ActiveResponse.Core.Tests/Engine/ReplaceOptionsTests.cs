using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Engine;

/// <summary>Options that change while the engine runs.</summary>
public sealed class ReplaceOptionsTests : IAsyncLifetime
{
    private readonly InMemoryFirewall _firewall = new("firewall-drop");
    private readonly ManualClock _clock = new();
    private ActiveResponseEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Responders = [new(StockResponders.Firewall(_firewall))],
                Time = _clock,
                GuardOptions = new GuardOptions { ShortestIPv4Prefix = 32 },
            }
        );
        await _engine.StartAsync();
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Wider_networks_may_be_blocked_from_then_on()
    {
        (await BlockAsync("198.51.100.0/24")).Should().Be(ActionOutcome.Refused);

        _engine.ReplaceOptions(new ExecutionOptions(), new GuardOptions { ShortestIPv4Prefix = 24 });

        (await BlockAsync("198.51.100.0/24")).Should().Be(ActionOutcome.Applied);
        (await BlockAsync("198.51.0.0/16")).Should().Be(ActionOutcome.Refused);
    }

    [Fact]
    public async Task A_budget_holds_from_then_on()
    {
        (await BlockAsync("203.0.113.1")).Should().Be(ActionOutcome.Applied);

        _engine.ReplaceOptions(new ExecutionOptions(), new GuardOptions { Budgets = { ["*"] = 1 } });

        (await BlockAsync("203.0.113.2")).Should().Be(ActionOutcome.Applied);
        (await BlockAsync("203.0.113.3")).Should().Be(ActionOutcome.Refused);
    }

    [Fact]
    public async Task A_command_blocks_nothing_from_then_on()
    {
        (await BlockAsync("127.0.0.1")).Should().Be(ActionOutcome.Refused);

        _engine.ReplaceOptions(new ExecutionOptions(), new GuardOptions { BlockingNothing = { "firewall-drop" } });

        (await BlockAsync("127.0.0.1")).Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task Alerts_are_too_old_and_addresses_are_folded_from_then_on()
    {
        await _engine.ReloadAsync(new ActiveResponseConfig { Responses = [Some.Response()] });
        _engine.ReplaceOptions(new ExecutionOptions { FoldIPv6To = 64, MaxAlertAge = TimeSpan.FromHours(1) }, new GuardOptions());

        await ReadAsync("2001:db8::1", _clock.GetUtcNow().AddMinutes(-59));
        await ReadAsync("2001:db8:1::1", _clock.GetUtcNow().AddMinutes(-61));

        _firewall.Entries.Keys.Select(static address => address.ToString()).Should().Equal("2001:db8::/64");
    }

    [Fact]
    public async Task Options_out_of_their_range_change_nothing()
    {
        FluentActions
            .Invoking(() => _engine.ReplaceOptions(new ExecutionOptions { FoldIPv6To = 0 }, new GuardOptions { ShortestIPv4Prefix = 8 }))
            .Should()
            .Throw<OptionsValidationException>();

        (await BlockAsync("198.51.100.0/24")).Should().Be(ActionOutcome.Refused);
    }

    private async Task<ActionOutcome> BlockAsync(string target)
    {
        Subject.TryParse(target, out var subject, out _).Should().BeTrue();
        return (await _engine.ApplyAsync("firewall-drop", subject!, TimeSpan.FromHours(1))).Outcome;
    }

    private async Task ReadAsync(string address, DateTimeOffset at)
    {
        var line =
            "{\"timestamp\":\""
            + at.ToString("yyyy-MM-ddTHH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture)
            + "+0000\",\"rule\":{\"level\":10,\"id\":\"5712\"},\"agent\":{\"id\":\"000\"},\"id\":\""
            + at.Ticks
            + ".1\",\"data\":{\"srcip\":\""
            + address
            + "\"},\"location\":\"/var/log/auth.log\"}\n";
        await _engine.Intake.RunAsync(
            new AlertStreamReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(line))),
            "test",
            CancellationToken.None
        );
        await _engine.DrainAsync();
    }
}
