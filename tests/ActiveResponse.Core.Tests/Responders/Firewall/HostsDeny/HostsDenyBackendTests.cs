using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public sealed class HostsDenyBackendTests : IDisposable
{
    private readonly HostsDenyFixture _fixture = new(isInMemory: true);

    [Fact]
    public async Task Writes_a_marked_line_for_each_entry_above_what_is_there()
    {
        _fixture.Text = "# mine\nsshd: 192.0.2.1\n";

        var result = await _fixture
            .Backend()
            .ApplyAsync(
                [HostsDenyFixture.Entry("203.0.113.9", HostsDenyFixture.Later), HostsDenyFixture.Entry("2001:db8::/32")],
                [],
                CancellationToken.None
            );

        result.Adds.Select(add => add.Outcome).Should().Equal(ActionOutcome.Applied, ActionOutcome.Applied);
        _fixture
            .Text.Should()
            .Be(
                """
                # active-response until 2026-11-22T19:05:00Z for 203.0.113.9
                ALL:203.0.113.9
                # active-response until lifted for 2001:db8::/32
                ALL:[2001:db8::]/32
                # mine
                sshd: 192.0.2.1

                """
            );
    }

    [Fact]
    public async Task Removes_only_the_exact_address()
    {
        _fixture.Text = "# 192.0.2.9 is the printer\nsshd: 192.0.2.9\n";
        await _fixture.Backend().AddAsync("192.0.2.99");
        await _fixture.Backend().AddAsync("192.0.2.9");

        (await _fixture.Backend().RemoveAsync("192.0.2.9")).Should().Be(ActionOutcome.Lifted);

        _fixture
            .Text.Should()
            .Be("# active-response until lifted for 192.0.2.99\nALL:192.0.2.99\n# 192.0.2.9 is the printer\nsshd: 192.0.2.9\n");
    }

    [Theory]
    [InlineData("ALL:203.0.113.9\n")]
    [InlineData("ALL: 203.0.113.9\n")]
    [InlineData("# c\nALL : 203.0.113.9\r\n")]
    [InlineData("# active-response until lifted for 203.0.113.10\nALL:203.0.113.9\n")]
    [InlineData("# active-response until lifted for 203.0.113.9\n\nALL:203.0.113.9\n")]
    public async Task Leaves_an_equal_line_of_the_administrator_alone(string text)
    {
        _fixture.Text = text;
        _fixture.Files.File.SetLastWriteTimeUtc(_fixture.File, DateTime.UnixEpoch);

        (await _fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.AlreadyApplied);
        (await _fixture.Backend().RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.AlreadyLifted);

        (await _fixture.Backend().ListAsync()).Should().BeEmpty();
        _fixture.Text.Should().Be(text);
        _fixture.Files.File.GetLastWriteTimeUtc(_fixture.File).Should().Be(DateTime.UnixEpoch, "nothing was written");
    }

    [Theory]
    [InlineData("sshd: 192.0.2.1\\\nALL:203.0.113.9\n")]
    [InlineData("# comment \\\nALL:203.0.113.9\n")]
    [InlineData("sshd: 192.0.2.1\0\nALL:203.0.113.9\n")]
    public async Task Does_not_rely_on_a_line_that_the_one_above_swallows(string text)
    {
        _fixture.Text = text;

        (await _fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        _fixture.Text.Should().EndWith(text).And.StartWith("# active-response");
    }

    [Fact]
    public async Task Moves_the_end_of_an_entry_of_ours_both_ways()
    {
        foreach (var until in new DateTimeOffset?[] { HostsDenyFixture.Later, null, HostsDenyFixture.Later.AddDays(-1) })
        {
            (await _fixture.Backend().AddAsync("203.0.113.9", until)).Should().Be(ActionOutcome.Applied);

            (await _fixture.Backend().ListAsync()).Should().Equal(HostsDenyFixture.Entry("203.0.113.9", until));
        }
    }

    [Fact]
    public async Task Writes_an_entry_whose_end_has_passed()
    {
        (await _fixture.Backend().AddAsync("203.0.113.9", DateTimeOffset.UnixEpoch)).Should().Be(ActionOutcome.Applied);

        (await _fixture.Backend().ListAsync()).Should().Equal(HostsDenyFixture.Entry("203.0.113.9", DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task Says_that_what_is_not_there_is_gone_already()
    {
        (await _fixture.Backend().RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.AlreadyLifted);

        _fixture.Names.Should().BeEmpty("nothing had to be written");
    }

    [Fact]
    public async Task Blocks_an_address_that_is_to_be_added_and_removed()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");

        var result = await _fixture
            .Backend()
            .ApplyAsync([HostsDenyFixture.Entry("203.0.113.9")], [HostsDenyFixture.Prefix("203.0.113.9")], CancellationToken.None);

        result.Removes.Single().Outcome.Should().Be(ActionOutcome.Lifted);
        result.Adds.Single().Outcome.Should().Be(ActionOutcome.Applied);
        (await _fixture.Backend().ListAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task Lifts_entries_of_ours_whose_line_ends_an_editor_changed()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");
        _fixture.Text = _fixture.Text.Replace("\n", "\r\n", StringComparison.Ordinal) + "# mine\r\n";

        (await _fixture.Backend().RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted);

        _fixture.Text.Should().Be("# mine\r\n");
    }

    [Fact]
    public async Task Makes_one_entry_of_two_for_the_same_address_and_keeps_the_later_end()
    {
        _fixture.Text =
            "# active-response until 2026-11-22T19:05:00Z for 203.0.113.9\nALL:203.0.113.9\n# mine\n"
            + "# active-response until 2026-11-21T19:05:00Z for 203.0.113.9\nALL:203.0.113.9";

        (await _fixture.Backend().ListAsync()).Should().Equal(HostsDenyFixture.Entry("203.0.113.9", HostsDenyFixture.Later));
        (await _fixture.Backend().RemoveAsync("203.0.113.9")).Should().Be(ActionOutcome.Lifted);

        _fixture.Text.Should().Be("# mine\n");
    }

    [Fact]
    public async Task Applies_ten_thousand_entries_in_one_write()
    {
        _fixture.Text = "# mine\n";
        var writes = 0;
        FirewallEntry[] entries = [.. Enumerable.Range(0, 10_000).Select(i => HostsDenyFixture.Entry($"2001:db8::{i:x}"))];

        var result = await _fixture.Backend(() => writes++).ApplyAsync(entries, [], CancellationToken.None);

        writes.Should().Be(1);
        result.Adds.Should().HaveCount(10_000).And.OnlyContain(add => add.Outcome == ActionOutcome.Applied);
        (await _fixture.Backend().ListAsync()).Should().Equal(entries);
    }

    [Fact]
    public async Task Uninstalls_to_what_was_there_before()
    {
        _fixture.Text = "sshd: 192.0.2.1\\";
        await _fixture.Backend().AddAsync("203.0.113.9");
        await _fixture.Backend().AddAsync("203.0.113.10", HostsDenyFixture.Later);

        await _fixture.Backend().UninstallAsync(CancellationToken.None);

        _fixture.Text.Should().Be("sshd: 192.0.2.1\\");
        _fixture.All.Should().Equal("hosts.deny");
    }

    [Fact]
    public void Tells_what_it_can_and_cannot_do()
    {
        _fixture
            .Backend()
            .Capabilities.Should()
            .Be(
                FirewallCapabilities.IPv6
                    | FirewallCapabilities.Prefixes
                    | FirewallCapabilities.Batches
                    | FirewallCapabilities.Enumeration
                    | FirewallCapabilities.MarksEntries
                    | FirewallCapabilities.KeepsEnds
            );
    }

    [Fact]
    public async Task Writes_nothing_once_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        var apply = async () => await _fixture.Backend().ApplyAsync([HostsDenyFixture.Entry("203.0.113.9")], [], cancellation.Token);

        await apply.Should().ThrowAsync<OperationCanceledException>();
        _fixture.Names.Should().BeEmpty();
    }

    public void Dispose() => _fixture.Dispose();
}
