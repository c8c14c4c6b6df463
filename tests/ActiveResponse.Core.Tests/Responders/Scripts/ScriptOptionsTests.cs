using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Scripts;

[Collection(ProcessesCollection.Name)]
public sealed class ScriptOptionsTests : IDisposable
{
    private static readonly CommandLimits Limits = new() { StopAfter = TimeSpan.FromSeconds(7) };
    private readonly ScriptBox _box = new();
    private readonly FakeCommandRunner _runner = new();

    public ScriptOptionsTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts are Unix's");

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(ConfigDialect.Ossec, null, "usual", "argv")]
    [InlineData(ConfigDialect.Wazuh, null, "usual", "add")]
    [InlineData(ConfigDialect.Ossec, ScriptProtocol.Wazuh5Stdin, "usual", "enable")]
    [InlineData(ConfigDialect.Wazuh, ScriptProtocol.OssecArgv, "usual", "argv")]
    [InlineData(ConfigDialect.Wazuh, null, "old.sh", "argv")]
    [InlineData(ConfigDialect.Ossec, ScriptProtocol.OssecArgv, "new", "enable")]
    public async Task A_script_is_told_by_its_own_protocol_else_the_one_set_else_that_of_the_dialect(
        ConfigDialect dialect,
        ScriptProtocol? protocol,
        string executable,
        string told
    )
    {
        var protocols = ImmutableDictionary<string, ScriptProtocol>
            .Empty.Add("old.sh", ScriptProtocol.OssecArgv)
            .Add("new", ScriptProtocol.Wazuh5Stdin);
        (
            await RunAsync(
                dialect,
                executable,
                new ScriptOptions
                {
                    Folder = _box.Folder,
                    Protocol = protocol,
                    ProtocolOf = protocols,
                    Limits = Limits,
                }
            )
        ).Should().Be(told);
    }

    [Fact]
    public async Task The_limits_reach_the_program()
    {
        await RunAsync(ConfigDialect.Ossec, "usual", new ScriptOptions { Folder = _box.Folder, Limits = Limits });
        _runner.Calls[0].Command.Limits.Should().Be(Limits);
    }

    [Fact]
    public void Values_out_of_their_range_are_refused()
    {
        var good = new ScriptOptions { Folder = _box.Folder };
        Refused(good with { Folder = "" }, "Folder");
        Refused(good with { KeysWithin = TimeSpan.FromMilliseconds(99) }, "KeysWithin");
        Refused(good with { KeysWithin = TimeSpan.FromMinutes(10.1) }, "KeysWithin");
        Refused(good with { Limits = new CommandLimits { StopAfter = TimeSpan.Zero } }, "StopAfter");
        Refused(good with { Limits = new CommandLimits { KillAfter = TimeSpan.FromHours(1.1) } }, "KillAfter");
        Refused(good with { Limits = new CommandLimits { AbandonAfter = TimeSpan.FromSeconds(-1) } }, "AbandonAfter");
        (good with { KeysWithin = TimeSpan.FromMinutes(10) }).Validate();
    }

    private static void Refused(ScriptOptions options, string name) =>
        FluentActions.Invoking(options.Validate).Should().Throw<OptionsValidationException>().WithMessage($"ScriptOptions.*{name} must*");

    private async Task<string> RunAsync(ConfigDialect dialect, string executable, ScriptOptions options)
    {
        _box.Shell(executable, "exit 0");
        var services = new ServiceCollection();
        services
            .AddActiveResponse()
            .UseConfig(ActiveResponseConfig.Empty with { Dialect = dialect })
            .UseCommandRunner(_ => _runner)
            .UseScripts(options);
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        var action = await engine.ApplyPermanentlyAsync(executable, Some.Address("203.0.113.9"));
        action.Outcome.Should().Be(ActionOutcome.Applied);
        var call = _runner.Calls.Should().ContainSingle().Subject;
        if (!call.Command.Arguments.IsEmpty)
        {
            return "argv";
        }

        return call.Written[0].Contains("\"enable\"", StringComparison.Ordinal) ? "enable" : "add";
    }
}
