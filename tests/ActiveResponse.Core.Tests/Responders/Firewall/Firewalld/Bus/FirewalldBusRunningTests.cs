using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld.Bus;

/// <summary>What a running firewalld does to us over D-Bus, and we to it.</summary>
public sealed class FirewalldBusRunningTests(FirewalldLab lab) : FirewalldRunningTests(lab)
{
    private readonly FirewalldLab _lab = lab;

    [Fact]
    public async Task No_block_and_no_lift_runs_the_program()
    {
        await _lab.ResetAsync();
        var options = new FirewalldIpsetOptions { LockFile = _lab.LockFile };
        IFirewallBackend[] backends =
        [
            new FirewalldIpsetBackend(options, _lab.Space, TimeProvider.System, Bus()),
            new FirewalldBackend(new FirewalldOptions(), _lab.Space, Bus()),
        ];
        foreach (var backend in backends)
        {
            // The first block in a set makes it.
            await backend.BlockAsync("203.0.113.9");
            var runs = _lab.Space.Runs;

            await backend.BlockAsync("203.0.113.10");
            string[] many = [.. Enumerable.Range(1, 20).Select(static i => $"198.51.100.{i}")];
            (await backend.ApplyAsync([.. many.Select(static one => NftablesBackendExtensions.Entry(one))], [], CancellationToken.None))
                .Adds.Should()
                .OnlyContain(static one => one.Outcome == ActionOutcome.Applied);
            (await backend.AddressesAsync()).Should().BeEquivalentTo([.. many, "203.0.113.9", "203.0.113.10"]);
            (await backend.LetInAsync("203.0.113.10")).Should().Be(ActionOutcome.Lifted);
            (await backend.LetInAsync("203.0.113.11")).Should().Be(ActionOutcome.AlreadyLifted);
            (await backend.ApplyAsync([], [.. many.Select(Some.Prefix)], CancellationToken.None))
                .Removes.Should()
                .OnlyContain(static one => one.Outcome == ActionOutcome.Lifted);

            // A rule that no zone on record holds is looked for in all zones, by the program.
            _lab.Space.Runs.Should().BeLessThanOrEqualTo(runs + (backend is FirewalldBackend ? 1 : 0));
        }
    }

    [Fact]
    public async Task A_rule_of_the_administrator_is_told()
    {
        await _lab.ResetAsync();
        await _lab.RunAsync("--add-rich-rule=rule family=\"ipv4\" source address=\"203.0.113.9\" drop");
        using var backend = new FirewalldBackend(new FirewalldOptions(), _lab.Space, Bus());

        (await backend.ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None))
            .Adds.Single()
            .Outcome.Should()
            .Be(ActionOutcome.AlreadyApplied);
        (
            await backend.ApplyAsync(
                [NftablesBackendExtensions.Entry("203.0.113.9"), NftablesBackendExtensions.Entry("203.0.113.10")],
                [],
                CancellationToken.None
            )
        )
            .Adds.Select(static one => one.Outcome)
            .Should()
            .Equal(ActionOutcome.AlreadyApplied, ActionOutcome.Applied);
    }

    [Fact]
    public async Task The_probe_says_how_requests_go()
    {
        await _lab.ResetAsync();
        using var over = new FirewalldBackend(new FirewalldOptions(), _lab.Space, Bus());
        using var past = new FirewalldBackend(
            new FirewalldOptions(),
            _lab.Space,
            new FirewalldBus(static () => "unix:path=/nonexistent/bus", TimeProvider.System)
        );

        (await over.ProbeAsync(CancellationToken.None)).Reason.Should().Contain("Requests go over D-Bus, ");
        (await past.ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe => probe.IsUsable && probe.Reason.Contains("through firewall-cmd, as D-Bus fails: "));
        await past.BlockAsync("203.0.113.9");
    }

    [Fact]
    public async Task The_connection_outlives_a_killed_bus()
    {
        await _lab.ResetAsync();
        using var backend = new FirewalldBackend(new FirewalldOptions(), _lab.Space, Bus());
        await backend.BlockAsync("203.0.113.9");

        await _lab.RestartAsync();

        (await backend.ListedAsync()).Should().BeEmpty("firewalld starts with what is permanent");
        var runs = _lab.Space.Runs;
        await backend.BlockAsync("203.0.113.9");
        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
        _lab.Space.Runs.Should().Be(runs, "requests go over D-Bus again");
    }

    [Fact]
    public async Task After_disposal_the_program_does_what_is_left()
    {
        await _lab.ResetAsync();
        var backend = new FirewalldBackend(new FirewalldOptions(), _lab.Space, Bus());
        await backend.BlockAsync("203.0.113.9");

        backend.Dispose();

        var runs = _lab.Space.Runs;
        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
        _lab.Space.Runs.Should().Be(runs + 1);
    }

    private protected override FirewalldBus Bus() => _lab.Connect();
}
