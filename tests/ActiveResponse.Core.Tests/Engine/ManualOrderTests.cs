using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

/// <summary>Reasons and names of orders by hand.</summary>
public sealed class ManualOrderTests : IAsyncLifetime
{
    private static readonly OrderNote Note = new() { Reason = "a scan of the lab", By = "alice" };

    private readonly InMemoryFirewall _firewall = new("fw");
    private readonly ManualClock _clock = new();
    private readonly RecordingObserver _observer = new();
    private ServiceProvider _services = null!;
    private ActiveResponseEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services
            .AddActiveResponse()
            .UseConfig(ActiveResponseConfig.Empty)
            .AddFirewall(_ => _firewall, "firewall-drop")
            .AddObserver(_ => _observer);
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<ActiveResponseEngine>();
        await _engine.StartAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task A_block_keeps_why_and_by_whom_it_was_made()
    {
        await _engine.ByHand(Note).ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10));

        var origin = (await _engine.ListAsync()).Should().ContainSingle().Subject.Order.Origin;
        (origin.Reason, origin.By).Should().Be(("a scan of the lab", "alice"));
        (await HistoryAsync()).Should().Equal((ActionOutcome.Applied, "a scan of the lab", "alice"));
    }

    [Fact]
    public async Task A_lift_has_its_own_reason_and_name_and_one_in_time_has_none()
    {
        await _engine.ByHand(Note).ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10));
        await _engine.ByHand(Note).ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.10"));
        await _engine.ByHand(new OrderNote { By = "bob" }).LiftAsync(Some.Address("203.0.113.10"));
        await _clock.AdvanceUntilAsync(
            _observer.FirstAsync(static action => action is { Outcome: ActionOutcome.Lifted, Note: null }),
            TimeSpan.FromMinutes(1)
        );

        (await HistoryAsync()).Take(2).Should().Equal((ActionOutcome.Lifted, null, null), (ActionOutcome.Lifted, null, "bob"));
    }

    [Fact]
    public async Task Who_extends_a_block_is_on_record_with_its_new_end()
    {
        await _engine.ByHand(Note).ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromMinutes(10));
        await _engine.ByHand(new OrderNote { By = "bob" }).ApplyAsync("firewall-drop", Some.Address("203.0.113.9"), TimeSpan.FromHours(1));

        (await _engine.ListAsync())[0].Holders.Should().ContainSingle().Which.Origin.By.Should().Be("bob");
        (await HistoryAsync()).Should().Equal((ActionOutcome.Extended, null, "bob"), (ActionOutcome.Applied, Note.Reason, "alice"));
    }

    [Fact]
    public async Task A_lift_without_a_record_and_one_by_an_allow_list_name_who_did_it()
    {
        await _firewall.ApplyAsync([new FirewallEntry(Some.Prefix("203.0.113.11"), null)], [], CancellationToken.None);
        await _engine.ByHand(Note).ApplyPermanentlyAsync("firewall-drop", Some.Address("203.0.113.9"));

        var stray = await _engine.ByHand(Note).LiftUnrecordedAsync(static _ => true);
        var allowed = await _engine
            .ByHand(new OrderNote { By = "bob" })
            .ReloadAsync(_engine.Config with { AllowList = new AllowList([Entry("203.0.113.0/24")]) });

        stray.Should().ContainSingle().Which.Note.Should().Be(Note);
        allowed.Should().ContainSingle().Which.Note.Should().Be(new OrderNote { By = "bob" });
    }

    [Fact]
    public async Task A_refused_order_names_who_gave_it()
    {
        var outcome = await _engine.ByHand(Note).ApplyAsync("firewall-drop", Some.Address("127.0.0.1"), TimeSpan.FromMinutes(10));

        (outcome.Outcome, outcome.Note).Should().Be((ActionOutcome.Refused, Note));
    }

    [Fact]
    public void A_note_is_one_line_of_limited_length()
    {
        var note = new OrderNote { Reason = "a\r\n\u001b[2J\u202e" + new string('x', 1_000), By = new string('y', 1_000) };

        note.Reason.Should().StartWith("a\\u000d\\u000a\\u001b[2J\\u202ex").And.HaveLength(OrderNote.LongestReason).And.EndWith("…");
        note.By.Should().HaveLength(OrderNote.LongestBy);
        new OrderNote { Reason = "", By = "" }
            .Should()
            .Be(OrderNote.None);
        new ResponseOrigin { Reason = "\t\udc80" }
            .Reason.Should()
            .Be("\\u0009\\x80");
    }

    private async Task<IEnumerable<(ActionOutcome, string?, string?)>> HistoryAsync() =>
        (await _services.GetRequiredService<IResponseStore>().ListHistoryAsync(new HistoryQuery(), CancellationToken.None)).Select(
            static entry => (entry.Outcome, entry.Reason, entry.By)
        );

    private static AllowListEntry Entry(string text) =>
        AllowListEntry.TryParse(text, out var entry, out var problem) ? entry : throw new ArgumentException(problem);
}
