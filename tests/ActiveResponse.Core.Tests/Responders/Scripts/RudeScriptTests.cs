using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Scripts;

/// <summary>Scripts that behave badly do no harm, and what became of them is clear. Real programs, real pipes, a clock moved by
/// hand.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class RudeScriptTests : IDisposable
{
    private const string Keys =
        """{"version":1,"origin":{"name":"x","module":"active-response"},"command":"check_keys","parameters":{"keys":["203.0.113.9"]}}""";
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Kill = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Abandon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeysWithin = TimeSpan.FromSeconds(10);
    private readonly ScriptBox _box = new();
    private readonly ManualClock _clock = new();

    public RudeScriptTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are shell scripts");

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_well_behaved_ossec_script_gets_its_arguments()
    {
        _box.Shell("block.sh", $"printf '%s|' \"$0\" \"$@\" > {_box.PathOf("seen")}; pwd >> {_box.PathOf("seen")}");
        (await ApplyAsync("block.sh", ScriptProtocol.OssecArgv)).Should().Be(ResponderResult.Applied("exit 0"));
        _box.Read("seen").Should().Be($"{_box.PathOf("block.sh")}|add|-|203.0.113.9|1754300000.8812|5712|/var/log/auth.log|-|/\n");
    }

    [Fact]
    public async Task A_well_behaved_wazuh_script_goes_through_the_whole_talk()
    {
        _box.Shell("block", $"read a; echo '{Keys}'; read b; printf '%s\\n%s\\n' \"$a\" \"$b\" > {_box.PathOf("seen")}");
        (await ApplyAsync("block")).Should().Be(ResponderResult.Applied("exit 0; keys 203.0.113.9"));
        var lines = _box.Read("seen").Split('\n');
        lines[0].Should().Contain("\"command\":\"add\"");
        lines[1].Should().Contain("\"command\":\"continue\"");
        _box.Shell("block", $"cat > {_box.PathOf("seen")}");
        (await RevertAsync("block")).Should().Be(ResponderResult.Lifted("exit 0"));
        _box.Read("seen").Should().Contain("\"command\":\"delete\"").And.EndWith("}\n");
    }

    [Fact]
    public async Task A_well_behaved_wazuh_5_script_goes_through_the_whole_talk()
    {
        _box.Shell("block", $"read a; echo '{Keys}'; read b; printf '%s\\n%s\\n' \"$a\" \"$b\" > {_box.PathOf("seen")}");
        (await ApplyAsync("block", ScriptProtocol.Wazuh5Stdin)).Should().Be(ResponderResult.Applied("exit 0; keys 203.0.113.9"));
        var lines = _box.Read("seen").Split('\n');
        lines[0].Should().EndWith("\"command\":\"enable\"}");
        lines[1].Should().EndWith("\"command\":\"continue\"}");
        _box.Shell("block", $"cat > {_box.PathOf("seen")}");
        (await RevertAsync("block", ScriptProtocol.Wazuh5Stdin)).Should().Be(ResponderResult.Lifted("exit 0"));
        _box.Read("seen").Should().EndWith("\"command\":\"disable\"}\n");
    }

    [Fact]
    public async Task An_ossec_script_that_reads_its_input_finds_it_empty()
    {
        _box.Shell("cat", $"cat > {_box.PathOf("seen")}; exit 0");
        (await ApplyAsync("cat", ScriptProtocol.OssecArgv)).Outcome.Should().Be(ActionOutcome.Applied);
        _box.Read("seen").Should().BeEmpty();
    }

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "add")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "enable")]
    public async Task One_that_reads_to_the_end_of_input_first_is_set_free(ScriptProtocol protocol, string command)
    {
        _box.Shell("cat", $"cat > {_box.PathOf("seen")}");
        var run = StartAsync("cat", protocol);
        await _clock.TimerOf(KeysWithin);
        run.IsCompleted.Should().BeFalse();
        _clock.Advance(KeysWithin);
        (await run).Should().Be(ResponderResult.Applied("exit 0; it returned no keys"));
        _box.Read("seen").Should().Contain($"\"command\":\"{command}\"").And.NotContain("continue");
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task One_that_writes_megabytes_is_read_to_the_end(ScriptProtocol protocol)
    {
        _box.Shell("loud", "head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2; echo last >&2");
        var result = await ApplyAsync("loud", protocol);
        result.Outcome.Should().Be(ActionOutcome.Applied);
        result.Detail!.Length.Should().BeLessThan(400);
        (await RevertAsync("loud", protocol)).Outcome.Should().Be(ActionOutcome.Lifted);
    }

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task One_that_writes_megabytes_after_its_keys_is_read_to_the_end(ScriptProtocol protocol)
    {
        _box.Shell("loud", $"read a; echo '{Keys}'; head -c 20000000 /dev/zero; read b; case $b in *continue*) exit 0;; esac; exit 9");
        (await ApplyAsync("loud", protocol)).Should().Be(ResponderResult.Applied("exit 0; keys 203.0.113.9"));
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv, "exec sleep 600", "stopped when asked")]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "exec sleep 600", "stopped when asked")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "exec sleep 600", "stopped when asked")]
    [InlineData(ScriptProtocol.OssecArgv, "while :; do sleep 0.05; done", "killed")]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "while :; do sleep 0.05; done", "killed")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "while :; do sleep 0.05; done", "killed")]
    public async Task One_that_never_ends_is_stopped(ScriptProtocol protocol, string ending, string how)
    {
        var trap = how == "killed" ? "trap '' TERM; " : "";
        _box.Shell("endless", $"{trap}echo $$ > {_box.PathOf("self.pid")}; {ending}");
        var run = StartAsync("endless", protocol);
        await _box.WrittenAsync("self.pid");
        await _clock.TimerOf(Stop);
        _clock.Advance(Stop);
        if (how == "killed")
        {
            await _clock.TimerOf(Kill);
            _clock.Advance(Kill);
        }

        var result = await run;
        result.Outcome.Should().Be(ActionOutcome.TimedOut);
        result.Detail.Should().StartWith($"timed out; {how}");
        IsRunning(_box.Read("self.pid").Trim()).Should().BeFalse();
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task One_that_leaves_a_daemon_behind_is_not_waited_for(ScriptProtocol protocol)
    {
        _box.Shell("daemon", $"setsid sleep 600 & echo $! > {_box.PathOf("daemon.pid")}; echo '{Keys}'");
        var run = StartAsync("daemon", protocol);
        await _clock.TimerOf(Abandon);
        _clock.Advance(Abandon);
        var result = await run;
        result.Outcome.Should().Be(ActionOutcome.Applied);
        result.Detail.Should().Contain("a process it left behind still held its output");
    }

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task One_that_names_its_keys_too_late_finds_its_input_closed(ScriptProtocol protocol)
    {
        _box.Shell("late", $"read a; read b && exit 7; echo '{Keys}'");
        var run = StartAsync("late", protocol);
        await _clock.TimerOf(KeysWithin);
        _clock.Advance(KeysWithin);
        (await run).Should().Be(ResponderResult.Applied("exit 0; it returned no keys"));
    }

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task One_that_closes_its_input_is_judged_by_its_exit_code(ScriptProtocol protocol)
    {
        _box.Shell("deaf", $"exec <&-; echo '{Keys}'; exit 4");
        var result = await ApplyAsync("deaf", protocol);
        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().StartWith("exit 4; ").And.EndWith("keys 203.0.113.9");
    }

    [Fact]
    public async Task What_a_stopped_one_has_started_goes_with_it()
    {
        _box.Shell("parent", $"sleep 600 & echo $! > {_box.PathOf("child.pid")}; wait");
        var run = StartAsync("parent", ScriptProtocol.OssecArgv);
        await _box.WrittenAsync("child.pid");
        await _clock.TimerOf(Stop);
        _clock.Advance(Stop);
        (await run).Outcome.Should().Be(ActionOutcome.TimedOut);
        await Until.TrueAsync(() => !IsRunning(_box.Read("child.pid").Trim()));
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task A_revert_that_never_ends_is_stopped_and_has_no_answer(ScriptProtocol protocol)
    {
        _box.Shell("endless", $"trap '' TERM; echo $$ > {_box.PathOf("self.pid")}; while :; do sleep 0.05; done");
        var run = RevertAsync("endless", protocol);
        await _box.WrittenAsync("self.pid");
        await _clock.TimerOf(Stop);
        _clock.Advance(Stop);
        await _clock.TimerOf(Kill);
        _clock.Advance(Kill);
        (await run).Outcome.Should().Be(ActionOutcome.TimedOut);
        IsRunning(_box.Read("self.pid").Trim()).Should().BeFalse();
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task One_that_writes_binary_garbage_leaves_the_detail_readable(ScriptProtocol protocol)
    {
        const string Garbage = @"printf '\377\376\000\033[2J\r\302\205\n'";
        _box.Shell("garbage", $"{Garbage}; {Garbage} >&2");
        var result = await ApplyAsync("garbage", protocol);
        result.Outcome.Should().Be(ActionOutcome.Applied);
        result.Detail!.Any(char.IsControl).Should().BeFalse();
    }

    [Theory]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "echo nonsense; cat > /dev/null", "a check_keys message")]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "printf '{}'; cat > /dev/null", "it returned no keys")]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "head -c 9000 /dev/zero; cat > /dev/null", "a check_keys message")]
    [InlineData(ScriptProtocol.Wazuh4Stdin, "exec >&-; cat > /dev/null", "it returned no keys")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "echo nonsense; cat > /dev/null", "a check_keys message")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "printf '{}'; cat > /dev/null", "it returned no keys")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "head -c 9000 /dev/zero; cat > /dev/null", "a check_keys message")]
    [InlineData(ScriptProtocol.Wazuh5Stdin, "exec >&-; cat > /dev/null", "it returned no keys")]
    public async Task One_that_answers_nonsense_is_noted(ScriptProtocol protocol, string body, string note)
    {
        _box.Shell("silly", body);
        var run = StartAsync("silly", protocol);
        if (body.StartsWith("printf", StringComparison.Ordinal))
        {
            await _clock.TimerOf(KeysWithin);
            _clock.Advance(KeysWithin);
        }

        var result = await run;
        result.Outcome.Should().Be(ActionOutcome.Applied);
        result.Detail.Should().Contain(note);
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv, 0, ActionOutcome.Applied)]
    [InlineData(ScriptProtocol.OssecArgv, 255, ActionOutcome.Failed)]
    [InlineData(ScriptProtocol.Wazuh4Stdin, 0, ActionOutcome.Applied)]
    [InlineData(ScriptProtocol.Wazuh4Stdin, 255, ActionOutcome.Failed)]
    [InlineData(ScriptProtocol.Wazuh5Stdin, 0, ActionOutcome.Applied)]
    [InlineData(ScriptProtocol.Wazuh5Stdin, 255, ActionOutcome.Failed)]
    public async Task One_that_leaves_without_reading_is_judged_by_its_exit_code(ScriptProtocol protocol, int code, ActionOutcome outcome)
    {
        _box.Shell("gone", $"exit {code}");
        (await ApplyAsync("gone", protocol)).Outcome.Should().Be(outcome);
        (await RevertAsync("gone", protocol)).Outcome.Should().Be(code == 0 ? ActionOutcome.Lifted : ActionOutcome.Failed);
    }

    [Fact]
    public async Task One_that_a_signal_ends_has_failed()
    {
        _box.Shell("crash", "kill -SEGV $$");
        (await ApplyAsync("crash", ScriptProtocol.OssecArgv)).Should().Be(ResponderResult.Failed("ended by signal 11", mayBeInPlace: true));
    }

    [Theory]
    [InlineData("#!/no/such/interpreter\n", "interpreter", ScriptProtocol.Wazuh4Stdin)]
    [InlineData("\u007fELF\0", "isn't a program of this platform", ScriptProtocol.Wazuh4Stdin)]
    [InlineData("echo hi\n", "isn't a program of this platform", ScriptProtocol.OssecArgv)]
    [InlineData("", "isn't a program of this platform", ScriptProtocol.OssecArgv)]
    public async Task One_that_cannot_be_started_says_why(string text, string why, ScriptProtocol protocol)
    {
        _box.Write("broken", text, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var result = await ApplyAsync("broken", protocol);
        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().StartWith("not started: ").And.Contain(why);
    }

    [Fact]
    public async Task One_that_is_being_written_says_so()
    {
        var path = _box.Shell("busy", "exit 0");
        using var writer = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        (await ApplyAsync("busy")).Detail.Should().Contain("open for writing");
    }

    private Task<ResponderResult> StartAsync(string name, ScriptProtocol protocol = ScriptProtocol.Wazuh4Stdin) =>
        Create(name, protocol).ApplyAsync(Context(), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromMinutes(2));

    // What the keys name the effect is looked at elsewhere.
    private async Task<ResponderResult> ApplyAsync(string name, ScriptProtocol protocol = ScriptProtocol.Wazuh4Stdin) =>
        await StartAsync(name, protocol) with
        {
            Named = null,
        };

    private Task<ResponderResult> RevertAsync(string name, ScriptProtocol protocol = ScriptProtocol.Wazuh4Stdin) =>
        Create(name, protocol).RevertAsync(Context(), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromMinutes(2));

    // One that was killed but not yet taken leave of by its new parent is a zombie, not running.
    private static bool IsRunning(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static ResponderContext Context() =>
        new() { Order = Orders.Of(origin: Orders.Origin(json: """{"data":{"srcip":"203.0.113.9"}}""")) };

    private ScriptResponder Create(string name, ScriptProtocol protocol) =>
        new(
            name,
            new ScriptFolder(_box.Folder),
            protocol,
            ExpectedFields.SourceAddress,
            new CommandRunner(_clock),
            new ScriptSettings
            {
                Limits = new CommandLimits
                {
                    StopAfter = Stop,
                    KillAfter = Kill,
                    AbandonAfter = Abandon,
                },
                KeysWithin = KeysWithin,
            }
        );
}
