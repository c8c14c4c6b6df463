using ActiveResponse.Configuration;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;

namespace ActiveResponse.Embedding.Tests;

/// <summary>Health, what is in place, and taking everything out, without the tool.</summary>
public sealed class HealthTests
{
    private readonly ManualClock _clock = new();
    private readonly Removable _firewall = new();

    [Fact]
    public async Task All_is_fine_at_first()
    {
        await using var engine = await StartedAsync();

        var report = await engine.CheckHealthAsync();

        report.IsHealthy.Should().BeTrue(string.Join('\n', report.Findings));
        report
            .Findings.Select(static finding => finding.Check)
            .Should()
            .Contain(["store", "responses", "lifts", "blocks", "kill switch", "place memory-firewall"]);
    }

    [Fact]
    public async Task What_somebody_took_away_is_seen()
    {
        await using var engine = await StartedAsync();
        await engine.ApplyAsync("firewall-drop", Sample.Address("203.0.113.9"), TimeSpan.FromHours(1));
        await engine.ApplyAsync("firewall-drop", Sample.Address("203.0.113.10"), TimeSpan.FromHours(1));
        (await engine.VerifyInPlaceAsync())
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<InPlaceReport>(static report => report.IsFine && report.Expected == 2);

        await _firewall.Inner.ApplyAsync([], [Sample.Address("203.0.113.9").Address!.Value], CancellationToken.None);
        await _firewall.Inner.ApplyAsync(
            [new FirewallEntry(Sample.Address("203.0.113.77").Address!.Value, null)],
            [],
            CancellationToken.None
        );

        var report = (await engine.VerifyInPlaceAsync()).Should().ContainSingle().Subject;
        report.IsFine.Should().BeFalse();
        report.Missing.Should().ContainSingle().Which.Subject.ToString().Should().Be("203.0.113.9");
        report.Unrecorded.Select(static subject => subject.ToString()).Should().Equal("203.0.113.77");
        var health = await engine.CheckHealthAsync();
        health.IsHealthy.Should().BeFalse();
        health
            .Findings.Should()
            .Contain(static finding =>
                finding.Check == "drift memory-firewall" && !finding.IsFine && finding.Detail.Contains("203.0.113.9")
            );
        _firewall.Inner.Entries.Should().HaveCount(2, "it only looks");
    }

    [Fact]
    public async Task A_response_that_nothing_carries_out_and_a_place_that_can_not_be_used_are_seen()
    {
        var responder = new Probing { Result = new ProbeResult(false, "the router doesn't answer: check its address") };
        await using var engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = Sample.Config,
                Responders = [new(responder)],
                Time = _clock,
            }
        );

        var report = await engine.CheckHealthAsync();

        report.IsHealthy.Should().BeFalse();
        report.Findings.Should().Contain(new HealthFinding("place edge", false, "the router doesn't answer: check its address"));
        report
            .Findings.Should()
            .Contain(static finding => finding.Check == "responses" && !finding.IsFine && finding.Detail.Contains("firewall-drop"));
    }

    [Fact]
    public async Task A_probe_that_hangs_or_throws_is_a_finding()
    {
        await using var engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Responders = [new(new Probing { Throws = true })],
                Dispatcher = new Unreachable(),
                Time = _clock,
            }
        );

        var report = await engine.CheckHealthAsync();

        report.Findings.Should().Contain(new HealthFinding("place edge", false, "no probe today"));
        report.Findings.Should().Contain(new HealthFinding("place dispatcher", false, "the broker is away"));
    }

    [Fact]
    public async Task A_probe_is_asked_at_the_start_and_the_log_says_what_it_found()
    {
        var log = new AwaitedLog();
        using var loggers = new Microsoft.Extensions.Logging.LoggerFactory([log]);
        var responder = new Probing { Result = new ProbeResult(false, "the router doesn't answer") };
        await using var engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Responders = [new(responder)],
                Time = _clock,
                LoggerFactory = loggers,
            }
        );

        var heard = log.Heard("edge can't be written to: the router doesn't answer");
        await engine.StartAsync();

        await heard.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Uninstalling_takes_everything_back_and_leaves_the_firewall_as_it_was()
    {
        await using var engine = await StartedAsync();
        await engine.ApplyPermanentlyAsync("firewall-drop", Sample.Address("203.0.113.9"));
        await _firewall.Inner.ApplyAsync(
            [new FirewallEntry(Sample.Address("203.0.113.77").Address!.Value, null)],
            [],
            CancellationToken.None
        );

        var report = await engine.UninstallAsync();

        report.IsComplete.Should().BeTrue();
        report
            .Lifts.Select(static lift => $"{lift.Order.Subject} {lift.Outcome}")
            .Should()
            .BeEquivalentTo("203.0.113.9 Lifted", "203.0.113.77 Lifted");
        report.Firewalls.Should().Equal(new HealthFinding("memory-firewall", true, "as it was found"));
        _firewall.IsUninstalled.Should().BeTrue();
        (await engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_firewall_that_can_not_be_uninstalled_is_said()
    {
        _firewall.FailsToUninstall = true;
        await using var engine = await StartedAsync();

        var report = await engine.UninstallAsync();

        report.IsComplete.Should().BeFalse();
        report.Firewalls.Should().Equal(new HealthFinding("memory-firewall", false, "the table is busy"));
    }

    [Fact]
    public async Task What_the_record_says_is_told_without_an_engine()
    {
        _firewall.Inner.BeforeBatch = static () => throw new IOException("locked");
        await using var engine = await StartedAsync();
        await engine.ApplyAsync("firewall-drop", Sample.Address("203.0.113.9"), TimeSpan.FromHours(1));

        var report = HealthReport.OfRecord(await engine.ListAsync());

        report.Findings.Single(static finding => finding.Check == "blocks").IsFine.Should().BeFalse();
        _firewall.Inner.BeforeBatch = static () => Task.CompletedTask;
    }

    private async Task<ActiveResponseEngine> StartedAsync()
    {
        var engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = Sample.Config,
                Responders = [new(StockResponders.Firewall(_firewall), StockNames.AddressBlocking)],
                Time = _clock,
            }
        );
        await engine.StartAsync();
        return engine;
    }

    private sealed class Probing : IResponder, IProbe
    {
        public ProbeResult Result { get; init; } = new(true, "fine");

        public bool Throws { get; init; }

        public string Name => "edge";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ResponderResult.Applied());

        public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) =>
            Throws ? throw new InvalidOperationException("no probe today") : ValueTask.FromResult(Result);
    }

    private sealed class Unreachable : IOrderDispatcher, IProbe
    {
        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new DispatchResult(false, "away"));

        public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ProbeResult(false, "the broker is away"));
    }

    private sealed class Removable : DelegatingFirewallBackend
    {
        public Removable()
            : this(new InMemoryFirewall()) { }

        private Removable(InMemoryFirewall inner)
            : base(inner) => Inner = inner;

        public new InMemoryFirewall Inner { get; }

        public bool IsUninstalled { get; private set; }

        public bool FailsToUninstall { get; set; }

        public override async ValueTask UninstallAsync(CancellationToken cancellationToken)
        {
            if (FailsToUninstall)
            {
                throw new IOException("the table is busy");
            }

            await base.UninstallAsync(cancellationToken);
            IsUninstalled = true;
        }
    }
}
