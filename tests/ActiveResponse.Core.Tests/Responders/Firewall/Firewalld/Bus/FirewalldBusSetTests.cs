using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Tmds.DBus.Protocol;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld.Bus;

/// <summary>What becomes of a set that firewalld fails to change over D-Bus. Like the real one, this firewalld keeps a list before it
/// loads it.</summary>
public sealed class FirewalldBusSetTests : IDisposable
{
    private const string Error = "org.fedoraproject.FirewallD1.Exception";

    private readonly FakeCommandRunner _runner = new();
    private readonly PrivateBus _bus = new();
    private readonly List<string> _kernel = [];
    private string[] _kept = [];
    private FakeFirewalld? _firewalld;
    private IFirewalldTransport? _transport;

    [Fact]
    public async Task A_list_that_the_kernel_refuses_makes_way_for_the_old_one_and_nothing_is_told_as_blocked()
    {
        var set = await StartAsync(static list => list.Length <= 10 ? null : "COMMAND_FAILED: set is full");
        await ChangeAsync(set, Addresses(1, 9), []);
        string[] old = [.. _kernel];

        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await ChangeAsync(set, Addresses(10, 20), []))
                .Should()
                .OnlyContain(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("set is full"));
            _kept.Should().Equal(old);
            _kernel.Should().Equal(old);
        }

        _firewalld!.Requests.Count(static request => request == "setEntries").Should().Be(5);
        _runner.CommandLines.Should().BeEmpty();
    }

    [Fact]
    public async Task A_failed_lift_is_none()
    {
        var set = await StartAsync(static list => list.Length is 0 or 20 ? null : "COMMAND_FAILED: no memory");
        await ChangeAsync(set, Addresses(1, 20), []);

        (await ChangeAsync(set, [], Addresses(1, 10)))
            .Should()
            .OnlyContain(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("no memory"));

        _kernel.Should().HaveCount(20);
    }

    [Theory]
    [InlineData(Error, "COMMAND_FAILED: no such table")]
    [InlineData("org.freedesktop.DBus.Error.NoReply", "firewalld ended")]
    public async Task A_set_that_may_hold_anything_is_not_listed_until_firewalld_loads_it_again(string name, string why)
    {
        var isBroken = false;
        var set = await StartAsync(_ => isBroken ? why : null, name);
        await ChangeAsync(set, Addresses(1, 20), []);
        isBroken = true;

        await FluentActions.Awaiting(() => ChangeAsync(set, Addresses(21, 20), [])).Should().ThrowAsync<FirewallException>();
        await FluentActions.Awaiting(() => set.ListAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<FirewallException>();
        await FluentActions.Awaiting(() => ChangeAsync(set, Addresses(1, 1), [])).Should().ThrowAsync<FirewallException>();
        isBroken = false;

        (await ChangeAsync(set, [], Addresses(1, 10))).Should().OnlyContain(static one => one.Outcome == ActionOutcome.Lifted);
        (await set.ListAsync(CancellationToken.None))!.Should().HaveCount(_kernel.Count).And.HaveCountGreaterThanOrEqualTo(10);
    }

    [Fact]
    public async Task Of_a_few_lifts_the_program_gets_only_those_that_were_refused_to_us()
    {
        var set = await StartAsync(static _ => null);
        await ChangeAsync(set, Addresses(1, 9), []);
        var answer = _firewalld!.Answer;
        _firewalld.Answer = (method, context) =>
        {
            if (method == "removeEntry" && Argument(context) == "203.0.113.2")
            {
                context.ReplyError("org.freedesktop.DBus.Error.AccessDenied", "Rejected send message");
            }
            else
            {
                answer(method, context);
            }
        };
        _runner.Answer(CommandResult.Exited(1, error: "it can't either\n"));

        (await ChangeAsync(set, [], Addresses(1, 3)))
            .Select(static one => one.Outcome)
            .Should()
            .Equal(ActionOutcome.Lifted, ActionOutcome.Failed, ActionOutcome.Lifted);

        _runner.CommandLines.Should().Equal("firewall-cmd --ipset=blocked4 --remove-entry=203.0.113.2");
    }

    public void Dispose()
    {
        _transport?.Dispose();
        _firewalld?.Dispose();
        _bus.Dispose();
    }

    private static string[] Addresses(int first, int count) => [.. Enumerable.Range(first, count).Select(static i => $"203.0.113.{i}")];

    private static async Task<IReadOnlyList<ResponderResult>> ChangeAsync(FirewalldSet set, string[] blocked, string[] freed)
    {
        var batch = new FirewallBatch(
            [.. blocked.Select(static one => new FirewallEntry(Some.Prefix(one), null))],
            [.. freed.Select(Some.Prefix)]
        );
        await set.ChangeAsync(batch, CancellationToken.None);
        return [.. blocked.Concat(freed).Select(one => batch.ResultOf(Some.Prefix(one))!)];
    }

    private static string Argument(MethodContext context)
    {
        var arguments = context.Request.GetBodyReader();
        _ = arguments.ReadString();
        return arguments.ReadString();
    }

    /// <param name="load">Why the kernel refuses a list; null if it takes it.</param>
    /// <param name="error">The name of the error.</param>
    private async Task<FirewalldSet> StartAsync(Func<string[], string?> load, string error = Error)
    {
        Assert.SkipUnless(PrivateBus.IsInstalled, "The package dbus is needed.");
        await _bus.StartAsync();
        _firewalld = await FakeFirewalld.StartAsync(_bus);
        _firewalld.Answer = (method, context) => Answer(method, context, load, error);
        var bus = new FirewalldBus(() => _bus.Address, TimeProvider.System);
        _transport = FirewalldBusTransport.Create(bus, new FirewalldProgram(_runner, static () => null));
        return new FirewalldSet(_transport, "blocked4", isIPv6: false, permanent: false);
    }

    private void Answer(string method, MethodContext context, Func<string[], string?> load, string error)
    {
        switch (method)
        {
            case "getEntries":
                FakeFirewalld.Say(context, "as", _kept);
                return;
            case "removeEntry":
                _kept = [.. _kept.Where(one => one != Argument(context))];
                _kernel.Remove(Argument(context));
                break;
            case "setEntries":
                var arguments = context.Request.GetBodyReader();
                _ = arguments.ReadString();
                _kept = arguments.ReadArrayOfString();
                _kernel.Clear();
                if (load(_kept) is { } why)
                {
                    context.ReplyError(error, why);
                    return;
                }

                _kernel.AddRange(_kept);
                break;
        }

        using var writer = context.CreateReplyWriter(null!);
        context.Reply(writer.CreateMessage());
    }
}
