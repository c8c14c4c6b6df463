using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Scripts;

/// <summary>Scripts without a first line, with a PATH and variables of their own, and with exit codes that are normal. Real
/// programs.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class ScriptOverridesTests : IDisposable
{
    private readonly ScriptBox _box = new();

    public ScriptOverridesTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are shell scripts");

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("\n# my response\nread -r line; echo \"$0 $line\" >> seen\n", ScriptProtocol.Wazuh4Stdin)]
    [InlineData("read -r line; echo \"$0 $line\" >> seen\n", ScriptProtocol.Wazuh5Stdin)]
    [InlineData("# comment first\n#! /bin/false\nread -r line; echo \"$0 $line\" >> seen\n", ScriptProtocol.Wazuh4Stdin)]
    public async Task A_script_without_a_first_line_for_the_kernel_is_run_by_the_shell_as_Wazuh_does(string text, ScriptProtocol protocol)
    {
        Write("plain", text.Replace("seen", _box.PathOf("seen"), StringComparison.Ordinal));

        (await ApplyAsync("plain", protocol)).Outcome.Should().Be(ActionOutcome.Applied);
        (await Create("plain", protocol).RevertAsync(Context(), CancellationToken.None)).Outcome.Should().Be(ActionOutcome.Lifted);

        _box.Read("seen")
            .Split('\n')
            .Should()
            .HaveCount(3)
            .And.Subject.Take(2)
            .Should()
            .OnlyContain(static line => line.Contains("plain {", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OSSEC_starts_only_what_the_kernel_knows_and_so_do_we_for_its_scripts()
    {
        Write("plain.sh", $"touch {_box.PathOf("seen")}\n");

        var result = await ApplyAsync("plain.sh", ScriptProtocol.OssecArgv);

        result.Outcome.Should().Be(ActionOutcome.Failed);
        result.Detail.Should().Contain("no #! line");
        File.Exists(_box.PathOf("seen")).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_never_given_to_the_shell()
    {
        Write("other", $"touch {_box.PathOf("seen")}\n\0\n");

        (await ApplyAsync("other", ScriptProtocol.Wazuh4Stdin)).Outcome.Should().Be(ActionOutcome.Failed);
        File.Exists(_box.PathOf("seen")).Should().BeFalse();
    }

    [Fact]
    public async Task PATH_is_extended_and_variables_are_passed_for_the_script_that_was_named()
    {
        _box.Shell("one", $"echo \"$PATH|$REGION|$LC_ALL\" > {_box.PathOf("seen")}");
        _box.Shell("two", $"echo \"$PATH|$REGION|$LC_ALL\" > {_box.PathOf("seen2")}");
        var options = Options(
            "one",
            new ScriptOverrides
            {
                ExtraPath = ["/opt/edge/bin", "/opt/b"],
                Variables = Variables(("REGION", "a b=c"), ("LC_ALL", "C.UTF-8")),
            }
        );

        await RunAsync("one", options);
        await RunAsync("two", options);

        _box.Read("seen").Should().Be("/usr/sbin:/usr/bin:/sbin:/bin:/opt/edge/bin:/opt/b|a b=c|C.UTF-8\n");
        _box.Read("seen2").Should().Be("/usr/sbin:/usr/bin:/sbin:/bin||C\n");
    }

    [Theory]
    [InlineData(3, ActionOutcome.Applied)]
    [InlineData(7, ActionOutcome.Applied)]
    [InlineData(4, ActionOutcome.Failed)]
    public async Task An_exit_code_that_was_declared_normal_is_success(int code, ActionOutcome outcome)
    {
        _box.Shell("one", $"exit {code}");
        var options = Options("one", new ScriptOverrides { NormalExitCodes = [3, 7] });

        (await RunAsync("one", options)).Outcome.Should().Be(outcome);
        (await RevertAsync("one", options))
            .Outcome.Should()
            .Be(outcome == ActionOutcome.Applied ? ActionOutcome.Lifted : ActionOutcome.Failed);
    }

    [Fact]
    public async Task Every_exit_code_is_success_where_that_was_declared_but_a_signal_and_a_failed_start_are_not()
    {
        _box.Shell("one", "exit 255");
        _box.Shell("killed", "kill -9 $$");
        Write("other", "\0");
        var any = new ScriptOverrides { IgnoresExitCode = true };

        (await RunAsync("one", Options("one", any))).Outcome.Should().Be(ActionOutcome.Applied);
        (await RunAsync("killed", Options("killed", any))).Outcome.Should().Be(ActionOutcome.Failed);
        (await RunAsync("other", Options("other", any))).Outcome.Should().Be(ActionOutcome.Failed);
    }

    [Fact]
    public void What_can_not_be_is_refused()
    {
        Refused(new ScriptOverrides { ExtraPath = ["relative/bin"] });
        Refused(new ScriptOverrides { ExtraPath = ["/a:/b"] });
        Refused(new ScriptOverrides { Variables = Variables(("PATH", "/x")) });
        Refused(new ScriptOverrides { Variables = Variables(("A=B", "x")) });
        Refused(new ScriptOverrides { Variables = Variables(("", "x")) });
        Refused(new ScriptOverrides { Variables = Variables(("A", "\0")) });
        Refused(new ScriptOverrides { NormalExitCodes = [0] });
        Refused(new ScriptOverrides { NormalExitCodes = [256] });
        Options(
                "one",
                new ScriptOverrides
                {
                    ExtraPath = ["/a"],
                    NormalExitCodes = [1, 255],
                    Variables = Variables(("A", "")),
                }
            )
            .Validate();
    }

    private void Refused(ScriptOverrides overrides) =>
        Options("one", overrides)
            .Invoking(static options => options.Validate())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*one*");

    private static ImmutableDictionary<string, string> Variables(params (string Name, string Value)[] all) =>
        all.ToImmutableDictionary(static v => v.Name, static v => v.Value);

    private ScriptOptions Options(string executable, ScriptOverrides overrides) =>
        new() { Folder = _box.Folder, Overrides = ImmutableDictionary<string, ScriptOverrides>.Empty.Add(executable, overrides) };

    private void Write(string name, string text) =>
        _box.Write(name, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static ResponderContext Context() =>
        new() { Order = Orders.Of(origin: Orders.Origin(json: """{"data":{"srcip":"203.0.113.9"}}""")) };

    private ScriptResponder Create(string name, ScriptProtocol protocol) =>
        new(name, new ScriptFolder(_box.Folder), protocol, ExpectedFields.SourceAddress, new CommandRunner(TimeProvider.System));

    private async Task<ResponderResult> ApplyAsync(string name, ScriptProtocol protocol) =>
        await Create(name, protocol).ApplyAsync(Context(), CancellationToken.None);

    private async Task<ResponderResult> RunAsync(string name, ScriptOptions options) =>
        await Find(name, options).ApplyAsync(Context(), CancellationToken.None);

    private async Task<ResponderResult> RevertAsync(string name, ScriptOptions options) =>
        await Find(name, options).RevertAsync(Context(), CancellationToken.None);

    private static IReversibleResponder Find(string name, ScriptOptions options) =>
        (IReversibleResponder)
            new ScriptResponders(options, ScriptProtocol.OssecArgv, new CommandRunner(TimeProvider.System)).Find(
                new CommandDefinition
                {
                    Name = name,
                    Executable = name,
                    Expect = ExpectedFields.SourceAddress,
                },
                out _
            )!;
}
