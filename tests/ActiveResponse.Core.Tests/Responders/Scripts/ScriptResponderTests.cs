using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;

namespace ActiveResponse.Tests.Responders.Scripts;

[Collection(ProcessesCollection.Name)]
public sealed class ScriptResponderTests : IDisposable
{
    private const string CheckKeys = """{"command":"check_keys","parameters":{"keys":["k"]}}""";
    private readonly ScriptBox _box = new();
    private readonly FakeCommandRunner _runner = new();

    public ScriptResponderTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts are Unix's");
        _box.Shell("block.sh", "exit 0");
        _box.Shell("disable-account.sh", "exit 1");
        _box.Shell("ip-customblock.sh", "exit 1");
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Runs_an_ossec_script_by_its_arguments_in_the_root_directory()
    {
        var result = await ApplyAsync(ScriptProtocol.OssecArgv);
        result.Should().Be(ResponderResult.Applied("exit 0"));
        var command = _runner.Calls.Should().ContainSingle().Subject.Command;
        command.Executable.Should().Be(_box.PathOf("block.sh"));
        command.Arguments.Should().Equal("add", "-", "203.0.113.9", "1754300000.8812", "5712", "/var/log/auth.log", "-");
        command.WorkingDirectory.Should().Be("/");
        command.StandardInput.Length.Should().Be(0);
    }

    [Fact]
    public async Task Takes_back_with_the_arguments_of_the_add()
    {
        var result = await RevertAsync(ScriptProtocol.OssecArgv);
        result.Should().Be(ResponderResult.Lifted("exit 0"));
        _runner
            .Calls[0]
            .Command.Arguments.Should()
            .Equal("delete", "-", "203.0.113.9", "1754300000.8812", "5712", "/var/log/auth.log", "-");
    }

    [Theory]
    [InlineData("block.sh", ScriptProtocol.OssecArgv, 1, ActionOutcome.Failed)]
    [InlineData("disable-account.sh", ScriptProtocol.OssecArgv, 1, ActionOutcome.Applied)]
    [InlineData("disable-account.sh", ScriptProtocol.OssecArgv, 2, ActionOutcome.Failed)]
    [InlineData("ip-customblock.sh", ScriptProtocol.OssecArgv, 1, ActionOutcome.Applied)]
    [InlineData("disable-account.sh", ScriptProtocol.Wazuh4Stdin, 1, ActionOutcome.Failed)]
    [InlineData("block.sh", ScriptProtocol.Wazuh4Stdin, 255, ActionOutcome.Failed)]
    public async Task Exit_codes_count_but_for_two_scripts_that_always_exit_with_one(
        string name,
        ScriptProtocol protocol,
        int code,
        ActionOutcome outcome
    )
    {
        _runner.Answer(CommandResult.Exited(code));
        var result = await ApplyAsync(protocol, name);
        result.Outcome.Should().Be(outcome);
        result.Detail.Should().StartWith($"exit {code}");
    }

    [Fact]
    public async Task The_detail_has_the_last_line_of_errors_made_harmless()
    {
        _runner.Answer(CommandResult.Exited(3, error: "first\n\u001b[31mno such chain\u202e\u0085" + new string('x', 500) + "\n\n"));
        var result = await ApplyAsync(ScriptProtocol.OssecArgv);
        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().StartWith(@"exit 3: \u001b[31mno such chain\u202e\u0085xxx").And.NotContain("first");
        result.Detail!.Length.Should().BeLessThan(220);
    }

    [Fact]
    public async Task Speaks_wazuh_4_on_add()
    {
        _runner.Answer(
            static _ => true,
            new FakeCommandAnswer
            {
                Lines =
                [
                    """{"version":1,"origin":"""
                        + """{"name":"block.sh","module":"active-response"},"command":"check_keys","parameters":{"keys":"""
                        + """["203.0.113.9"]}}""",
                ],
            }
        );
        var result = await ApplyAsync(ScriptProtocol.Wazuh4Stdin);
        result.Should().Be(ResponderResult.Applied("exit 0; keys 203.0.113.9"));
        var written = _runner.Calls.Should().ContainSingle().Subject.Written;
        written.Should().HaveCount(2);
        written[0].Should().Contain("\"command\":\"add\"");
        written[1].Should().Be(written[0].Replace("\"command\":\"add\"", "\"command\":\"continue\"", StringComparison.Ordinal));
        _runner.Calls[0].Command.Arguments.Should().BeEmpty();
    }

    [Fact]
    public async Task Speaks_wazuh_4_on_delete_without_a_handshake()
    {
        (await RevertAsync(ScriptProtocol.Wazuh4Stdin)).Should().Be(ResponderResult.Lifted("exit 0"));
        var call = _runner.Calls.Should().ContainSingle().Subject;
        call.Written.Should().BeEmpty();
        call.Input.Should().StartWith("{\"version\":1,").And.Contain("\"command\":\"delete\"").And.EndWith("}\n");
    }

    [Fact]
    public async Task Speaks_wazuh_5_on_enable_and_disable()
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Lines = [CheckKeys] });
        (await ApplyAsync(ScriptProtocol.Wazuh5Stdin)).Should().Be(ResponderResult.Applied("exit 0; keys k"));
        var written = _runner.Calls[0].Written;
        written[0].Should().EndWith("\"command\":\"enable\"}");
        written[1].Should().Be(written[0].Replace("\"enable\"}", "\"continue\"}", StringComparison.Ordinal));
        (await RevertAsync(ScriptProtocol.Wazuh5Stdin)).Should().Be(ResponderResult.Lifted("exit 0"));
        _runner.Calls[1].Input.Should().EndWith("\"command\":\"disable\"}\n");
    }

    [Fact]
    public async Task Tells_the_script_to_abort_when_its_keys_are_held()
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Lines = [CheckKeys] });
        var settings = new ScriptSettings();
        var holder = Orders.Of("203.0.113.10").Key;
        settings.Keys.Claim(holder, ["k"]);
        var result = await Create(ScriptProtocol.Wazuh4Stdin, settings: settings).ApplyAsync(Context(), CancellationToken.None);
        result.PartOf.Should().Be(holder);
        result.Detail.Should().Be("aborted, because its keys name the effect on 203.0.113.10: exit 0; keys k");
        _runner.Calls[0].Written[1].Should().Contain("\"command\":\"abort\"");
    }

    [Fact]
    public async Task A_script_that_cannot_be_taken_back_is_never_told_to_abort()
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Lines = [CheckKeys] });
        var settings = new ScriptSettings();
        settings.Keys.Claim(Orders.Of("203.0.113.10").Key, ["k"]);
        var order = Context().Order;
        order = order with { Command = order.Command with { TimeoutAllowed = false } };
        var responder = Create(ScriptProtocol.Wazuh4Stdin, settings: settings);
        (await responder.ApplyAsync(new ResponderContext { Order = order }, CancellationToken.None))
            .Outcome.Should()
            .Be(ActionOutcome.Applied);
        _runner.Calls[0].Written[1].Should().Contain("\"command\":\"continue\"");
    }

    [Theory]
    [InlineData("nonsense", "exit 0; its reply isn't a check_keys message")]
    [InlineData(null, "exit 0; it returned no keys")]
    public async Task A_wazuh_script_without_keys_is_told_so_in_the_detail(string? line, string detail)
    {
        _runner.Answer(static _ => true, new FakeCommandAnswer { Lines = line is null ? [] : [line] });
        (await ApplyAsync(ScriptProtocol.Wazuh4Stdin)).Should().Be(ResponderResult.Applied(detail));
        _runner.Calls[0].Written.Should().HaveCount(line is null ? 1 : 2, "execd goes on after any line, and waits for one");
    }

    [Fact]
    public async Task In_a_wazuh_installation_the_program_has_its_relative_name()
    {
        var bin = Directory.CreateDirectory(_box.PathOf("active-response/bin")).FullName;
        File.Move(_box.PathOf("block.sh"), Path.Combine(bin, "block.sh"));
        var responder = new ScriptResponder("block.sh", new ScriptFolder(bin), ScriptProtocol.Wazuh4Stdin, ExpectedFields.None, _runner);
        await responder.ApplyAsync(Context(), CancellationToken.None);
        var call = _runner.Calls[0];
        (call.Command.Executable, call.Command.WorkingDirectory).Should().Be(("active-response/bin/block.sh", _box.Folder));
        call.Written[0].Should().Contain("\"program\":\"active-response/bin/block.sh\"");
    }

    [Fact]
    public async Task A_script_that_is_missing_is_refused_and_its_revert_tried_again()
    {
        (await ApplyAsync(ScriptProtocol.OssecArgv, "absent.sh")).Outcome.Should().Be(ActionOutcome.Refused);
        (await RevertAsync(ScriptProtocol.OssecArgv, "absent.sh")).Outcome.Should().Be(ActionOutcome.Failed);
        _runner.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_script_that_others_can_write_meanwhile_is_refused()
    {
        var responder = Create(ScriptProtocol.OssecArgv);
        (await responder.ApplyAsync(Context(), CancellationToken.None)).Outcome.Should().Be(ActionOutcome.Applied);
        _box.Write("block.sh", "#!/bin/sh\n", (UnixFileMode)0b111_111_111);
        (await responder.ApplyAsync(Context(), CancellationToken.None)).Outcome.Should().Be(ActionOutcome.Refused);
        _runner.Calls.Should().ContainSingle();
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    public async Task A_crafted_value_starts_nothing(ScriptProtocol protocol)
    {
        var context = new ResponderContext { Order = Orders.Of(user: "--help", expect: Orders.Everything) };
        (await Create(protocol).ApplyAsync(context, CancellationToken.None)).Outcome.Should().Be(ActionOutcome.Refused);
        _runner.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_start_that_fails_is_a_failure_with_its_reason()
    {
        _runner.Answer(CommandResult.NotStarted(StartFailure.BadFormat, "block.sh is no program"));
        (await ApplyAsync(ScriptProtocol.Wazuh4Stdin)).Should().Be(ResponderResult.Failed("not started: block.sh is no program"));
    }

    [Fact]
    public async Task Cancellation_passes_through()
    {
        using var cancel = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        _runner.Answer(static _ => true, new FakeCommandAnswer { Until = never.Task });
        var run = Create(ScriptProtocol.OssecArgv).ApplyAsync(Context(), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(ExpectedFields.None, SubjectKinds.None)]
    [InlineData(ExpectedFields.SourceAddress, SubjectKinds.Address)]
    [InlineData(ExpectedFields.User | ExpectedFields.FileName, SubjectKinds.User | SubjectKinds.File)]
    public void An_ossec_script_needs_what_its_command_expects(ExpectedFields expect, SubjectKinds required) =>
        Create(ScriptProtocol.OssecArgv, expect: expect).Needs.Should().Be(new ResponderNeeds { Required = required });

    [Fact]
    public void A_wazuh_script_takes_what_there_is_and_the_alert() =>
        Create(ScriptProtocol.Wazuh4Stdin, expect: ExpectedFields.User)
            .Needs.Should()
            .Be(new ResponderNeeds { Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File, AlertJson = true });

    private static ResponderContext Context() =>
        new() { Order = Orders.Of(origin: Orders.Origin(json: """{"data":{"srcip":"203.0.113.9"}}""")) };

    private ScriptResponder Create(
        ScriptProtocol protocol,
        string name = "block.sh",
        ExpectedFields expect = ExpectedFields.SourceAddress,
        ScriptSettings? settings = null
    ) => new(name, new ScriptFolder(_box.Folder), protocol, expect, _runner, settings);

    // What the keys name the effect is looked at elsewhere.
    private async Task<ResponderResult> ApplyAsync(ScriptProtocol protocol, string name = "block.sh") =>
        await Create(protocol, name).ApplyAsync(Context(), CancellationToken.None) with
        {
            Named = null,
        };

    private async Task<ResponderResult> RevertAsync(ScriptProtocol protocol, string name = "block.sh") =>
        await Create(protocol, name).RevertAsync(Context(), CancellationToken.None);
}
