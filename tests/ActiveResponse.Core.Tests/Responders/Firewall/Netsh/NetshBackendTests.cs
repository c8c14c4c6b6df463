using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.Netsh;

/// <summary>What netsh is run with, to the letter, and what is made of its answers.</summary>
public sealed class NetshBackendTests : IDisposable
{
    private const string Firewall = "netsh advfirewall firewall";

    private readonly NetshStandIn _windows = new();
    private readonly LockFolder _lock = new();

    public void Dispose() => _lock.Dispose();

    [Fact]
    public async Task Runs_these_command_lines_and_no_others()
    {
        var backend = Backend(_windows);

        await ApplyAsync(backend, ["203.0.113.9", "2001:db8::9"], []);
        await ApplyAsync(backend, ["192.0.2.0/24"], ["2001:db8::9"]);
        await ApplyAsync(backend, [], ["203.0.113.9", "192.0.2.0/24"]);

        _windows
            .Lines.Should()
            .Equal(
                $"{Firewall} show rule name=all",
                $"{Firewall} add rule name=active-response-1-in dir=in action=block remoteip=203.0.113.9/32,2001:db8::9/128",
                $"{Firewall} add rule name=active-response-1-out dir=out action=block remoteip=203.0.113.9/32,2001:db8::9/128",
                $"{Firewall} show rule name=all",
                $"{Firewall} set rule name=active-response-1-in dir=in new remoteip=203.0.113.9/32,192.0.2.0/24",
                $"{Firewall} set rule name=active-response-1-out dir=out new remoteip=203.0.113.9/32,192.0.2.0/24",
                $"{Firewall} show rule name=all",
                $"{Firewall} delete rule name=active-response-1-in dir=in",
                $"{Firewall} delete rule name=active-response-1-out dir=out"
            );
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_again()
    {
        var backend = Backend(_windows);
        await ApplyAsync(backend, ["203.0.113.9"], []);

        (await ApplyAsync(backend, ["203.0.113.9"], ["203.0.113.10"])).Removes.Single().Outcome.Should().Be(ActionOutcome.AlreadyLifted);

        _windows.Changes.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_full_rule_is_followed_by_the_next_and_room_is_used_first()
    {
        var backend = Backend(_windows, perRule: 2);

        await ApplyAsync(backend, ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"], []);
        await ApplyAsync(backend, ["192.0.2.6", "192.0.2.7"], ["192.0.2.1"]);

        _windows
            .Text.Split('\n')
            .Where(static line => line.Contains("-in ", StringComparison.Ordinal))
            .Should()
            .Equal(
                "active-response-1-in in block 192.0.2.2/32,192.0.2.6/32",
                "active-response-2-in in block 192.0.2.3/32,192.0.2.4/32",
                "active-response-3-in in block 192.0.2.5/32,192.0.2.7/32"
            );
    }

    [Fact]
    public async Task The_largest_rule_of_the_longest_addresses_fits_a_command_line()
    {
        var backend = Backend(_windows, perRule: 700, rule: new string('r', 64));
        var addresses = Enumerable.Range(0, 700).Select(static i => $"2001:db8:1111:2222:3333:4444:5555:{0x1000 + i:x}").ToArray();

        (await ApplyAsync(backend, addresses, [])).Adds.Should().OnlyContain(static result => result.Outcome == ActionOutcome.Applied);
        _windows.Changes.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reads_a_Windows_of_any_language(int language)
    {
        var windows = new NetshStandIn
        {
            Language = new[] { NetshLanguage.English, NetshLanguage.German, NetshLanguage.Chinese }[language],
        };
        await ApplyAsync(Backend(windows), ["203.0.113.9", "192.0.2.0/24", "2001:db8::/32"], []);

        (await ListAsync(Backend(windows))).Should().Equal("203.0.113.9", "192.0.2.0/24", "2001:db8::/32");
    }

    [Fact]
    public async Task An_address_in_the_name_of_the_rule_that_follows_is_not_taken_for_ours()
    {
        await ApplyAsync(Backend(_windows), ["203.0.113.9"], []);
        _windows.AddRule("Office 198.51.100.1/32", "in", "allow", "198.51.100.2/32");
        _windows.AddRule("my active-response-1-in", "in", "block", "198.51.100.3/32");
        _windows.AddRule("active-response-01-in", "in", "block", "198.51.100.4/32");
        _windows.AddRule("active-response-1-in-x", "in", "block", "198.51.100.5/32");

        (await ListAsync(Backend(_windows))).Should().Equal("203.0.113.9");
    }

    [Theory]
    [InlineData("192.0.2.9/255.255.255.255", "192.0.2.9")]
    [InlineData("192.0.2.0/255.255.255.0", "192.0.2.0/24")]
    [InlineData("2001:db8::9-2001:db8::9", "2001:db8::9")]
    [InlineData("192.0.2.9", "192.0.2.9")]
    public async Task Reads_an_address_however_Windows_writes_it(string written, string expected)
    {
        _windows.AddRule("active-response-1-in", "in", "block", written);

        (await ListAsync(Backend(_windows))).Should().Equal(expected);
    }

    [Theory]
    [InlineData("192.0.2.1-192.0.2.9")]
    [InlineData("192.0.2.0/255.0.255.0")]
    [InlineData("LocalSubnet")]
    [InlineData("192.0.2.0/24/24")]
    public async Task What_is_no_address_or_network_is_no_entry(string written)
    {
        _windows.AddRule("active-response-1-in", "in", "block", written);

        (await ListAsync(Backend(_windows))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_rule_of_ours_that_blocks_everybody_is_deleted_and_never_made()
    {
        _windows.AddRule("active-response-1-in", "in", "block", "any");

        await ApplyAsync(Backend(_windows), [], ["203.0.113.9"]);

        _windows.Text.Should().NotContain("block");
        _windows.Lines.Should().NotContain(static line => line.EndsWith("remoteip=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pair_that_a_process_left_half_written_is_made_even()
    {
        _windows.AddRule("active-response-1-in", "in", "block", "192.0.2.1/32");
        _windows.AddRule("active-response-2-out", "out", "block", "192.0.2.2/32");

        await ApplyAsync(Backend(_windows), ["192.0.2.3"], []);

        _windows
            .Text.Split('\n')
            .Skip(1)
            .Should()
            .BeEquivalentTo(
                "active-response-1-in in block 192.0.2.1/32,192.0.2.3/32",
                "active-response-1-out out block 192.0.2.1/32,192.0.2.3/32",
                "active-response-2-in in block 192.0.2.2/32",
                "active-response-2-out out block 192.0.2.2/32"
            );
    }

    [Fact]
    public async Task A_rule_that_somebody_deletes_between_reading_and_writing_is_made_anew()
    {
        var backend = Backend(_windows);
        await ApplyAsync(backend, ["192.0.2.1"], []);
        var isFirst = true;
        _windows.Ran = command =>
        {
            if (isFirst && command.Arguments.Contains("show"))
            {
                isFirst = false;
                _windows.DeleteRules("active-response-1-in");
                _windows.DeleteRules("active-response-1-out");
            }
        };

        (await ApplyAsync(backend, ["192.0.2.2"], [])).Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);

        (await ListAsync(backend)).Should().Equal("192.0.2.2");
    }

    [Fact]
    public async Task A_refusal_of_the_outbound_rule_alone_leaves_the_pair_even_and_the_entry_out()
    {
        var backend = Backend(_windows);
        await ApplyAsync(backend, ["192.0.2.1"], []);
        _windows.Spoil = static command =>
            command.Arguments.Contains("dir=out") && command.Arguments[^1].Contains("192.0.2.2/32", StringComparison.Ordinal)
                ? CommandResult.Exited(1, "\r\nAn error occurred.\r\n")
                : null;

        var result = (await ApplyAsync(backend, ["192.0.2.2", "192.0.2.3"], [])).Adds;

        result.Select(static one => one.Outcome).Should().Equal(ActionOutcome.Failed, ActionOutcome.Applied);
        result[0].Detail.Should().Be("192.0.2.2: netsh: An error occurred.");
        result[0].MayBeInPlace.Should().BeFalse();
        _windows.Text.Should().NotContain("192.0.2.2").And.Contain("in block 192.0.2.1/32,192.0.2.3/32");
    }

    [Fact]
    public async Task A_host_that_refuses_everything_is_asked_a_hundred_times_at_most_for_a_rule()
    {
        _windows.Spoil = static command => command.Arguments.Contains("show") ? null : CommandResult.Exited(1, "\r\nAccess is denied.\r\n");

        var result = (await ApplyAsync(Backend(_windows), [.. Enumerable.Range(0, 250).Select(static i => $"192.0.2.{i}")], [])).Adds;

        result
            .Should()
            .OnlyContain(static one =>
                one.Outcome == ActionOutcome.Failed && one.Detail!.EndsWith("netsh: Access is denied.", StringComparison.Ordinal)
            );
        _windows.Changes.Count().Should().BeLessThanOrEqualTo(102);
    }

    [Fact]
    public async Task When_netsh_hangs_what_it_was_to_do_may_be_done_and_what_was_done_before_is()
    {
        _windows.Spoil = static command =>
            command.Arguments.Contains("name=active-response-2-out") ? new CommandResult { Outcome = CommandOutcome.TimedOut } : null;

        var result = (await ApplyAsync(Backend(_windows, perRule: 1), ["192.0.2.1", "192.0.2.2", "192.0.2.3"], [])).Adds;

        result.Select(static one => one.Outcome).Should().Equal(ActionOutcome.Applied, ActionOutcome.TimedOut, ActionOutcome.TimedOut);
    }

    [Fact]
    public async Task A_missing_netsh_and_one_that_can_not_list_are_told_and_are_not_taken_for_an_empty_list()
    {
        _windows.Spoil = static _ => CommandResult.NotStarted(StartFailure.NotFound, "");
        (await ApplyAsync(Backend(_windows), ["192.0.2.1"], [])).Adds.Single().Detail.Should().StartWith("netsh isn't installed");

        _windows.Spoil = static _ => CommandResult.Exited(1, "\r\nThe Windows Defender Firewall service isn't running.\r\n");
        (await Backend(_windows).ProbeAsync(CancellationToken.None))
            .Should()
            .Be(new FirewallProbe(IsUsable: false, "netsh: The Windows Defender Firewall service isn't running."));
        await FluentActions.Awaiting(() => ListAsync(Backend(_windows))).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task On_another_system_or_without_the_rights_nothing_is_run()
    {
        using var folder = new LockFolder();
        var backend = new NetshBackend(
            new NetshOptions { LockFile = folder.File },
            _windows,
            TimeProvider.System,
            HostSystems.WhyNotWindows("netsh")
        );

        (await backend.ProbeAsync(CancellationToken.None))
            .Should()
            .Be(new FirewallProbe(IsUsable: false, "netsh is part of Windows. Use the packet filter of this system."));
        (await ApplyAsync(backend, ["192.0.2.1"], [])).Adds.Single().Outcome.Should().Be(ActionOutcome.Failed);
        _windows.Lines.Should().BeEmpty();
    }

    [Fact]
    public void This_host_is_asked_what_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the test is about another system");

        HostSystems.WhyNotWindows("netsh").Should().StartWith("netsh is part of Windows");
    }

    [Fact]
    public async Task Whoever_holds_the_lock_for_too_long_is_told_of()
    {
        var options = new NetshOptions { LockFile = _lock.File, LockTimeout = TimeSpan.Zero };
        using var held = await new FirewallLock(_lock.File, TimeSpan.Zero, TimeProvider.System).TakeAsync(CancellationToken.None);

        var result = await ApplyAsync(new NetshBackend(options, _windows, TimeProvider.System, obstacle: null), ["192.0.2.1"], []);

        result.Adds.Single().Detail.Should().StartWith($"Can't lock {_lock.File} within 0 s");
        _windows.Lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", 500)]
    [InlineData("a b", 500)]
    [InlineData("1a", 500)]
    [InlineData("a\"", 500)]
    [InlineData("a", 0)]
    [InlineData("a", 701)]
    public void Refuses_options_out_of_range(string rule, int perRule) =>
        FluentActions.Invoking(() => Backend(_windows, perRule, rule)).Should().Throw<OptionsValidationException>();

    [Fact]
    public void Hostile_listings_never_throw()
    {
        string[] pieces =
        [
            "\r\n",
            "\n",
            "----------",
            new('-', 70),
            "Rule Name:",
            "active-response-1-in",
            "active-response-99999999999-in",
            ":",
            "：",
            "192.0.2.1/32",
            ",",
            "/",
            "-",
            " ",
            "\0",
            "\ud800",
            "active-response--in",
            "active-response-1-out",
            "RemoteIP:",
            "::/0",
            "255.255.255.0",
            "0.0.0.0/0.0.0.0",
        ];
        Prop.ForAll(
                Gen.Elements(pieces).ListOf().ToArbitrary(),
                parts =>
                {
                    var rules = NetshListing.Parse(string.Concat(parts), new NetshRuleName("active-response"));
                    return rules.Keys.All(static number => number > 0);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private NetshBackend Backend(NetshStandIn windows, int perRule = 500, string rule = "active-response") =>
        new(
            new NetshOptions
            {
                LockFile = _lock.File,
                AddressesPerRule = perRule,
                Rule = rule,
            },
            windows,
            TimeProvider.System,
            obstacle: null
        );

    private static async Task<FirewallBatchResult> ApplyAsync(NetshBackend backend, string[] adds, string[] removes) =>
        await backend.ApplyAsync(
            [.. adds.Select(static address => new FirewallEntry(Some.Prefix(address), null))],
            [.. removes.Select(Some.Prefix)],
            CancellationToken.None
        );

    private static async Task<IEnumerable<string>> ListAsync(NetshBackend backend) =>
        (await backend.ListAsync(CancellationToken.None)).Select(static entry => entry.Address.ToString());
}
