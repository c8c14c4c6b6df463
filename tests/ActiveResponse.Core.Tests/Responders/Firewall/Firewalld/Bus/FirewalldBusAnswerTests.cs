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

/// <summary>What is made of answers over D-Bus, good and bad, and of none.</summary>
public sealed class FirewalldBusAnswerTests : IDisposable
{
    private const string Rule = "rule family=\"ipv4\" source address=\"203.0.113.9\" drop";
    private const string Lists = "firewall-cmd --zone=public --list-rich-rules";
    private const string Adds = "firewall-cmd --zone=public --add-rich-rule=rule family='ipv4' source address='203.0.113.9' drop";

    private readonly FakeCommandRunner _runner = new();
    private readonly ManualClock _clock = new();
    private readonly PrivateBus _bus = new();
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();
    private FakeFirewalld? _firewalld;

    public FirewalldBusAnswerTests() => _clock.TimerStarted = length => _timers.Writer.TryWrite(length);

    [Fact]
    public async Task Takes_one_request_for_a_rule_and_one_to_check_it()
    {
        await StartAsync(
            static (method, context) =>
            {
                if (method == "addRichRule")
                {
                    var arguments = context.Request.GetBodyReader();
                    arguments.ReadString().Should().Be("public");
                    arguments.ReadString().Should().Be("rule family='ipv4' source address='203.0.113.9' drop");
                    arguments.ReadInt32().Should().Be(0);
                }

                Reply(method, context);
            }
        );

        (await AddAsync("203.0.113.9")).Single().Outcome.Should().Be(ActionOutcome.Applied);

        _firewalld!.Requests.Should().Equal("addRichRule", "getRichRules");
        _runner.CommandLines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("org.fedoraproject.FirewallD1.NotAuthorizedException", "Not Authorized(uid): org.fedoraproject.FirewallD1.config")]
    [InlineData("org.fedoraproject.FirewallD1.Exception", "ACCESS_DENIED: lockdown is enabled")]
    [InlineData("org.fedoraproject.FirewallD1.Exception", "INVALID_ZONE: public")]
    [InlineData("org.freedesktop.DBus.Error.AccessDenied", "Rejected send message")]
    [InlineData("org.freedesktop.DBus.Error.UnknownMethod", "no such method")]
    public async Task What_is_refused_to_us_is_left_to_the_program(string name, string message)
    {
        await StartAsync((_, context) => context.ReplyError(name, message));
        _runner.Answer(CommandResult.Exited(253, error: "Authorization failed.\n"));

        (await AddAsync("203.0.113.9"))
            .Single()
            .Should()
            .Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("Run as root"));

        _runner.CommandLines.Should().Equal(Adds);
    }

    [Fact]
    public async Task After_a_refusal_to_us_the_rest_of_a_batch_goes_to_the_program_too()
    {
        await StartAsync(
            static (method, context) =>
            {
                if (method == "addRichRule")
                {
                    context.ReplyError("org.fedoraproject.FirewallD1.NotAuthorizedException", "");
                }
                else
                {
                    FakeFirewalld.Say(context, "as");
                }
            }
        );

        await AddAsync([.. Enumerable.Range(1, 30).Select(static i => $"203.0.113.{i}")]);

        _firewalld!.Requests.Count(static request => request == "addRichRule").Should().BeLessThan(10);
        _runner.Calls.Single().Command.Arguments.Should().HaveCount(31);
    }

    [Fact]
    public async Task A_refused_rule_has_firewalld_s_reason_in_safe_text()
    {
        await StartAsync(
            static (method, context) =>
            {
                if (method == "addRichRule")
                {
                    context.ReplyError("org.fedoraproject.FirewallD1.Exception", "INVALID_RULE: \u001b[2J" + new string('x', 100_000));
                }
                else
                {
                    FakeFirewalld.Say(context, "as");
                }
            }
        );

        var detail = (await AddAsync("203.0.113.9")).Single().Detail;

        detail.Should().StartWith("203.0.113.9: INVALID_RULE: \\u001b[2J").And.NotContain("\u001b");
        detail!.Length.Should().BeLessThan(400);
        _runner.CommandLines.Should().BeEmpty();
    }

    [Fact]
    public async Task Success_without_a_rule_is_a_failure_that_may_have_made_one_elsewhere()
    {
        await StartAsync(static (method, context) => FakeFirewalld.Say(context, method == "addRichRule" ? "s" : "as", "public"));

        (await AddAsync("203.0.113.9"))
            .Single()
            .Should()
            .Match<ResponderResult>(static one =>
                one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("changed nothing") && one.MayBeInPlace
            );
    }

    [Theory]
    [InlineData("s")]
    [InlineData("o")]
    [InlineData("")]
    public async Task A_list_of_another_form_is_none_and_the_program_lists(string signature)
    {
        await StartAsync(
            (_, context) =>
            {
                using var writer = context.CreateReplyWriter(signature.Length == 0 ? null! : signature);
                if (signature.Length > 0)
                {
                    writer.WriteString("/");
                }

                context.Reply(writer.CreateMessage());
            }
        );
        _runner.Answer(CommandResult.Exited(0, Rule + "\n"));

        (await Backend().ListAsync(CancellationToken.None)).Single().Address.Should().Be(Some.Prefix("203.0.113.9"));

        _runner.CommandLines.Should().Equal(Lists);
    }

    [Fact]
    public async Task A_text_that_lies_about_its_length_is_none()
    {
        await StartAsync(
            static (_, context) =>
            {
                // The length of a text, and then nothing.
                using var writer = context.CreateReplyWriter("u");
                writer.WriteUInt32(1 << 20);
                context.Reply(writer.CreateMessage());
            }
        );
        using var relay = new BusRelay(_bus.Path) { Answer = ("\u0001u\0", "\u0001s\0") };
        _runner.Answer(CommandResult.Exited(0, "public\n"));
        using var backend = Backend(relay);

        (await backend.ProbeAsync(CancellationToken.None)).Reason.Should().Contain("through firewall-cmd, as D-Bus fails: ");
    }

    [Fact]
    public async Task A_firewalld_that_ends_with_a_request_in_its_line_may_have_carried_it_out()
    {
        await StartAsync((_, _) => _firewalld!.Dispose());

        var result = (await AddAsync("203.0.113.9")).Single();

        result.Should().Match<ResponderResult>(static one => one.Outcome == ActionOutcome.Failed && one.MayBeInPlace);
        _runner.CommandLines.Should().Equal(Lists);
    }

    [Fact]
    public async Task A_firewalld_that_hangs_is_given_two_minutes_and_a_canceled_batch_none()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await StartAsync(
            (_, context) =>
            {
                context.DisposesAsynchronously = true;
                asked.TrySetResult();
            }
        );
        using var backend = Backend();
        using var cancellation = new CancellationTokenSource();
        var canceled = backend.ApplyAsync([Entry("203.0.113.9")], [], cancellation.Token).AsTask();
        await asked.Task;
        await TimersAsync(FirewalldBus.LongestCall);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => canceled).Should().ThrowAsync<OperationCanceledException>();
        asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = backend.ApplyAsync([Entry("203.0.113.9")], [], CancellationToken.None).AsTask();
        await asked.Task;
        await TimersAsync(FirewalldBus.LongestCall);
        late.IsCompleted.Should().BeFalse();
        _firewalld!.Answer = Reply;
        _clock.Advance(FirewalldBus.LongestCall);
        (await late).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied, "the list after it shows the rule");
    }

    [Fact]
    public async Task A_bus_that_never_answers_is_given_ten_seconds_and_then_the_program_is_asked()
    {
        using var silent = new BusRelay(null);
        _runner.Answer(static command => command.Arguments.Contains("--list-rich-rules"), CommandResult.Exited(0, Rule + "\n"));
        using var backend = Backend(silent);

        var listing = backend.ListAsync(CancellationToken.None).AsTask();
        await TimersAsync(FirewalldBus.LongestConnect);
        _clock.Advance(FirewalldBus.LongestConnect);

        (await listing).Should().ContainSingle();
        _runner.CommandLines.Should().Equal(Lists);
        (await backend.ListAsync(CancellationToken.None)).Should().ContainSingle("it isn't asked again so soon");
        _clock.Advance(FirewalldBus.Pause);
        var later = backend.ListAsync(CancellationToken.None).AsTask();
        await TimersAsync(FirewalldBus.LongestConnect);
        _clock.Advance(FirewalldBus.LongestConnect);
        (await later).Should().ContainSingle();
    }

    [Fact]
    public async Task A_firewalld_that_hangs_is_not_asked_for_the_rest_of_a_batch()
    {
        await StartAsync(
            static (method, context) =>
            {
                if (method == "addRichRule")
                {
                    context.DisposesAsynchronously = true;
                }
                else
                {
                    FakeFirewalld.Say(context, "as");
                }
            }
        );
        var adding = AddAsync([.. Enumerable.Range(1, 30).Select(static i => $"203.0.113.{i}")]);

        // One is that of the list before the rules.
        await TimersAsync(FirewalldBus.LongestCall, 9);

        _clock.Advance(FirewalldBus.LongestCall);

        var results = await adding;
        results.Should().OnlyContain(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("doesn't answer"));
        results.Select(static one => one.MayBeInPlace).Should().Equal(Enumerable.Range(1, 30).Select(static i => i <= 8));
        _runner.CommandLines.Should().BeEmpty();
    }

    [Fact]
    public async Task A_list_that_firewalld_does_not_answer_fails()
    {
        await StartAsync(static (_, context) => context.DisposesAsynchronously = true);
        using var backend = Backend();
        var listing = backend.ListAsync(CancellationToken.None).AsTask();
        await TimersAsync(FirewalldBus.LongestCall);

        _clock.Advance(FirewalldBus.LongestCall);

        await FluentActions.Awaiting(() => listing).Should().ThrowAsync<IOException>().WithMessage("firewalld doesn't answer over D-Bus.");
        _runner.CommandLines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("unix:path=/nonexistent/bus")]
    public async Task Without_a_bus_the_program_does_everything(string address)
    {
        _runner.Answer(static command => command.Arguments.Contains("--list-rich-rules"), CommandResult.Exited(0, Rule + "\n"));
        using var backend = new FirewalldBackend(Options, _runner, new FirewalldBus(() => address, _clock));

        (await backend.ApplyAsync([Entry("203.0.113.9")], [], CancellationToken.None))
            .Adds.Single()
            .Outcome.Should()
            .Be(ActionOutcome.Applied);

        _runner.CommandLines.Should().Equal(Adds, Lists);
    }

    [Theory]
    [InlineData(FirewalldTransport.Automatic, false)]
    [InlineData(FirewalldTransport.Program, false)]
    [InlineData(FirewalldTransport.DBus, true)]
    public void Another_runner_than_ours_takes_the_bus_only_if_told_to(FirewalldTransport transport, bool usesBus)
    {
        using var rules = new FirewalldBackend(new FirewalldOptions { Transport = transport }, _runner, _clock);
        using var sets = new FirewalldIpsetBackend(new FirewalldIpsetOptions { Transport = transport }, _runner, _clock);

        rules.UsesBus.Should().Be(usesBus);
        sets.UsesBus.Should().Be(usesBus);
    }

    [Theory]
    [InlineData(FirewalldTransport.Automatic, true)]
    [InlineData(FirewalldTransport.Program, false)]
    public void Our_own_runner_takes_the_bus_unless_told_not_to(FirewalldTransport transport, bool usesBus)
    {
        var runner = new CommandRunner(_clock);
        using var rules = new FirewalldBackend(new FirewalldOptions { Transport = transport }, runner, _clock);
        using var sets = new FirewalldIpsetBackend(new FirewalldIpsetOptions { Transport = transport }, runner, _clock);

        rules.UsesBus.Should().Be(usesBus);
        sets.UsesBus.Should().Be(usesBus);
    }

    public void Dispose()
    {
        _firewalld?.Dispose();
        _bus.Dispose();
    }

    private static FirewalldOptions Options => new() { Zone = "public" };

    private static void Reply(string method, MethodContext context) =>
        FakeFirewalld.Say(context, method == "addRichRule" ? "s" : "as", method == "addRichRule" ? "public" : Rule);

    /// <summary>Waits until further requests wait for their answers.</summary>
    private async Task TimersAsync(TimeSpan length, int count = 1)
    {
        while (count > 0)
        {
            count -= await _timers.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System) == length ? 1 : 0;
        }
    }

    private async Task StartAsync(Action<string, MethodContext> answer)
    {
        Assert.SkipUnless(PrivateBus.IsInstalled, "The package dbus is needed.");
        await _bus.StartAsync();
        _firewalld = await FakeFirewalld.StartAsync(_bus);
        _firewalld.Answer = answer;
    }

    private FirewalldBackend Backend(BusRelay? relay = null) =>
        new(Options, _runner, new FirewalldBus(() => relay?.Address ?? _bus.Address, _clock));

    private async Task<IReadOnlyList<ResponderResult>> AddAsync(params string[] addresses)
    {
        using var backend = Backend();
        return (await backend.ApplyAsync([.. addresses.Select(Entry)], [], CancellationToken.None)).Adds;
    }

    private static FirewallEntry Entry(string address) => new(Some.Prefix(address), null);
}
