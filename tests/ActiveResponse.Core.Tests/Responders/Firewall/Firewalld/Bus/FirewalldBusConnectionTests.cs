using System.Threading.Channels;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Tmds.DBus.Protocol;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld.Bus;

/// <summary>How many connections and requests a firewalld gets, which bus, and which zone.</summary>
public sealed class FirewalldBusConnectionTests : IDisposable
{
    private static readonly FirewalldCall Question = new("", "getDefaultZone");

    // A request that should be refused, and isn't, would wait forever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeCommandRunner _runner = new();
    private readonly ManualClock _clock = new();
    private readonly PrivateBus _bus = new();
    private FakeFirewalld? _firewalld;

    [Fact]
    public async Task Requests_at_once_open_one_connection()
    {
        await StartAsync(static (_, context) => FakeFirewalld.Say(context, "s", "public"));
        using var relay = new BusRelay(_bus.Path);
        using var bus = new FirewalldBus(() => relay.Address, _clock);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bus.AskAsync(Question, CancellationToken.None).AsTask()));

        relay.Connections.Should().Be(1);
    }

    [Fact]
    public async Task A_firewalld_that_owes_sixteen_answers_gets_no_more_requests_for_a_minute()
    {
        var asked = Channel.CreateUnbounded<MethodContext>();
        await StartAsync(
            (_, context) =>
            {
                context.DisposesAsynchronously = true;
                asked.Writer.TryWrite(context);
            }
        );
        using var bus = new FirewalldBus(() => _bus.Address, _clock);
        List<MethodContext> owed = [];
        for (var i = 0; i < 16; i++)
        {
            owed.Add(await CancelAsync(bus, asked));
        }

        await RefuseAsync(bus);
        _firewalld!.Requests.Should().HaveCount(16);
        _clock.Advance(FirewalldBus.Pause);
        owed.Add(await CancelAsync(bus, asked));
        await RefuseAsync(bus);
        owed.ForEach(static context =>
        {
            FakeFirewalld.Say(context, "s", "public");
            context.Dispose();
        });
        _firewalld.Answer = static (_, context) => FakeFirewalld.Say(context, "s", "dmz");

        // The answers are on their way.
        await Until.TrueAsync(async () => await AskAsync(bus) == "dmz");
    }

    [Fact]
    public async Task A_bus_that_takes_no_more_requests_of_ours_counts_as_a_hanging_firewalld()
    {
        await StartAsync(static (_, context) => context.ReplyError("org.freedesktop.DBus.Error.LimitsExceeded", "too many"));
        using var rules = Rules(new FirewalldOptions { Zone = "public" });

        (await AddAsync(rules)).Outcome.Should().Be(ActionOutcome.Failed);

        _runner.CommandLines.Should().BeEmpty();
        (await rules.ProbeAsync(CancellationToken.None)).Reason.Should().Contain("firewalld hangs").And.NotContain("Requests go");
    }

    [Theory]
    [InlineData(29, "ACCESS_DENIED: lockdown is enabled", false)]
    [InlineData(135, "INVALID_IPSET: no such set", true)]
    public async Task Where_lockdown_refuses_changes_to_us_the_probe_tries_the_program(int exitCode, string error, bool isUsable)
    {
        await StartAsync(
            static (method, context) =>
            {
                if (method == "getDefaultZone")
                {
                    FakeFirewalld.Say(context, "s", "public");
                }
                else
                {
                    context.ReplyError("org.fedoraproject.FirewallD1.Exception", "ACCESS_DENIED: lockdown is enabled");
                }
            }
        );
        _runner.Answer(
            static command => command.Arguments.Any(static one => one.StartsWith("--remove-entry=", StringComparison.Ordinal)),
            CommandResult.Exited(exitCode, error: $"Error: {error}\n")
        );
        using var sets = new FirewalldIpsetBackend(
            new FirewalldIpsetOptions { LockFile = Path.Combine(Path.GetTempPath(), "firewalld-probe.lock") },
            _runner,
            _clock,
            new FirewalldBus(() => _bus.Address, _clock)
        );

        var probe = await sets.ProbeAsync(CancellationToken.None);

        probe.IsUsable.Should().Be(isUsable, probe.Reason);
        probe.Reason.Should().Contain(isUsable ? "Requests go" : "lockdown whitelist");
        _firewalld!.Requests.Should().Contain("removeEntry");
    }

    [Fact]
    public async Task A_batch_stays_with_the_default_zone_it_began_with()
    {
        var zone = "public";
        List<string> zones = [];
        await StartAsync(
            (method, context) =>
            {
                if (method == "getDefaultZone")
                {
                    FakeFirewalld.Say(context, "s", zone);
                    zone = "dmz";
                    return;
                }

                zones.Add(context.Request.GetBodyReader().ReadString());
                FakeFirewalld.Say(
                    context,
                    method == "addRichRule" ? "s" : "as",
                    "rule family=\"ipv4\" source address=\"203.0.113.9\" drop"
                );
            }
        );
        using var rules = Rules(new FirewalldOptions());

        var result = await AddAsync(rules);

        result.Should().Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Applied && one.Place == "firewalld-drop:public");
        zones.Should().HaveCount(2).And.OnlyContain(static one => one == "public");
        _firewalld!.Requests.Should().Equal("getDefaultZone", "addRichRule", "getRichRules");
    }

    [Theory]
    [InlineData("unix:path=/nonexistent/bus", true)]
    [InlineData("unix:path=/run/dbus/system_bus_socket", false)]
    public async Task The_program_gets_the_bus_that_we_use(string address, bool isNamed)
    {
        var bus = new FirewalldBus(() => address, _clock);
        using var transport = FirewalldBusTransport.Create(null, new FirewalldProgram(_runner, () => bus.AddressForOthers));

        await transport.DefaultZoneAsync(CancellationToken.None);
        var entries = Enumerable.Range(1, 9).Select(static i => Some.Prefix($"203.0.113.{i}"));
        await transport.ChangeEntriesAsync(new FirewalldPlace("s", false), adds: true, [.. entries], [], CancellationToken.None);

        _runner.Calls.Should().HaveCount(2);
        _runner
            .Calls.Select(static call => call.Command.Environment.GetValueOrDefault("DBUS_SYSTEM_BUS_ADDRESS"))
            .Should()
            .OnlyContain(one => one == (isNamed ? address : null));
    }

    [Fact]
    public async Task A_backend_passes_its_bus_on()
    {
        using var rules = new FirewalldBackend(new FirewalldOptions(), _runner, new FirewalldBus(static () => "nonsense", _clock));
        using var sets = new FirewalldIpsetBackend(
            new FirewalldIpsetOptions(),
            _runner,
            _clock,
            new FirewalldBus(static () => "nonsense", _clock)
        );

        await rules.ListAsync(CancellationToken.None);
        await sets.ListAsync(CancellationToken.None);

        _runner.Calls.Should().OnlyContain(static call => call.Command.Environment["DBUS_SYSTEM_BUS_ADDRESS"] == "nonsense");
    }

    public void Dispose()
    {
        _firewalld?.Dispose();
        _bus.Dispose();
    }

    private static async Task<string?> AskAsync(FirewalldBus bus)
    {
        try
        {
            return await bus.AskAsync(Question, CancellationToken.None);
        }
        catch (FirewalldBusException)
        {
            return null;
        }
    }

    private static async Task<MethodContext> CancelAsync(FirewalldBus bus, Channel<MethodContext> asked)
    {
        using var cancellation = new CancellationTokenSource();
        var asking = bus.AskAsync(Question, cancellation.Token).AsTask();
        var context = await asked.Reader.ReadAsync().AsTask().WaitAsync(Patience, TimeProvider.System);
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => asking).Should().ThrowAsync<OperationCanceledException>();
        return context;
    }

    private static async Task RefuseAsync(FirewalldBus bus) =>
        (
            await FluentActions
                .Awaiting(() => bus.AskAsync(Question, CancellationToken.None).AsTask().WaitAsync(Patience, TimeProvider.System))
                .Should()
                .ThrowAsync<FirewalldBusException>()
        )
            .Which.Should()
            .Match<FirewalldBusException>(static e => e.Hangs && !e.IsUnanswered);

    private static async Task<ResponderResult> AddAsync(FirewalldBackend rules) =>
        (await rules.ApplyAsync([new FirewallEntry(Some.Prefix("203.0.113.9"), null)], [], CancellationToken.None)).Adds.Single();

    private FirewalldBackend Rules(FirewalldOptions options) => new(options, _runner, new FirewalldBus(() => _bus.Address, _clock));

    private async Task StartAsync(Action<string, MethodContext> answer)
    {
        Assert.SkipUnless(PrivateBus.IsInstalled, "The package dbus is needed.");
        await _bus.StartAsync();
        _firewalld = await FakeFirewalld.StartAsync(_bus);
        _firewalld.Answer = answer;
    }
}
