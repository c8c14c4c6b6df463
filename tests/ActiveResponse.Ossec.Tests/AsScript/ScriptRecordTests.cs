using System.Runtime.Versioning;
using ActiveResponse.Ossec.AsScript;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>What one run tells the next: whose an effect is, and where.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptRecordTests : IDisposable
{
    private readonly ScriptBench _bench = new();
    private readonly NotingResponder _responder = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_was_there_before_stays_however_often_it_is_deleted()
    {
        _responder.OnApply = static _ => ResponderResult.AlreadyApplied("it was there");

        (await RunAsync("add")).Should().Be(0);
        (await RunAsync("delete")).Should().Be(0);
        (await RunAsync("delete")).Should().Be(0);

        _responder.Calls.Should().Equal("apply 203.0.113.9");
        _bench.Log.Should().Contain("it existed before the request, so it stays");
    }

    [Fact]
    public async Task What_we_made_is_ours_at_the_second_add_too()
    {
        (await RunAsync("add")).Should().Be(0);
        _responder.OnApply = static _ => ResponderResult.AlreadyApplied("it is there");
        (await RunAsync("add")).Should().Be(0);
        (await RunAsync("delete")).Should().Be(0);

        _responder.Calls.Should().Equal("apply 203.0.113.9", "apply 203.0.113.9", "revert 203.0.113.9");
        Directory.EnumerateFiles(_bench.PathOf("state")).Select(Path.GetFileName).Should().Equal("lock");
    }

    [Fact]
    public async Task A_delete_of_which_nothing_is_on_record_is_carried_out()
    {
        (await RunAsync("delete")).Should().Be(0);

        _responder.Calls.Should().Equal("revert 203.0.113.9");
    }

    [Fact]
    public async Task A_failed_add_leaves_no_record()
    {
        _responder.OnApply = static _ => ResponderResult.Failed("no");

        (await RunAsync("add")).Should().Be(1);

        Directory.EnumerateFiles(_bench.PathOf("state")).Select(Path.GetFileName).Should().Equal("lock");
    }

    [Fact]
    public async Task A_block_is_taken_back_where_it_was_put_after_another_firewall_was_chosen()
    {
        await StockAsync("add");
        _bench.Settings = _bench.Settings with { Firewalls = ["nftables"] };
        await StockAsync("delete");

        _bench.Firewalls["iptables"].Entries.Should().BeEmpty();
        _bench.Firewalls["iptables"].Batches.Should().Be(2);
        _bench.Firewalls.Should().NotContainKey("nftables");
    }

    [Fact]
    public async Task A_record_that_others_could_write_is_not_believed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes of folders are those of Unix.");
        Directory.CreateDirectory(_bench.PathOf("state"));
        File.SetUnixFileMode(_bench.PathOf("state"), (UnixFileMode)0x1ff);

        (await RunAsync("add")).Should().Be(1);

        _responder.Calls.Should().BeEmpty();
        _bench.Log.Should().Contain("Others could write the records");
    }

    private async Task<int> RunAsync(string action) =>
        (
            await _bench.RunAsync(
                _responder,
                ScriptProfile.Default,
                new ActiveResponseScriptOptions(),
                "/o/active-response/bin/noting",
                [action, "-", "203.0.113.9", "1.2", "5712"],
                ""
            )
        ).ExitCode;

    private async Task StockAsync(string action) =>
        (await _bench.RunAsync("firewall-drop.sh", "firewall-drop.sh", [action, "-", "203.0.113.9", "1.2", "5712"], ""))
            .ExitCode.Should()
            .Be(0, _bench.Log);
}
