using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Processes;
using ActiveResponse.Tests.Reconciliation;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Execution;

/// <summary>When a script is run again for what looks like the same: always without a timeout, and to be asked for its keys unless its
/// subject says it all.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class ScriptRepeatsTests : IDisposable
{
    private readonly ScriptBox _box = new();
    private readonly FakeCommandRunner _runner = new();

    public ScriptRepeatsTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts are Unix's");
        _box.Shell("block", "exit 0");
        _box.Shell("firewall-drop", "exit 0");
    }

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    [InlineData(ScriptProtocol.Wazuh5Stdin)]
    public async Task Without_a_timeout_it_is_run_for_each_alert_and_nothing_is_remembered(ScriptProtocol protocol)
    {
        Answer("203.0.113.9");
        await using var host = Host(protocol);
        for (var i = 1; i <= 3; i++)
        {
            (await host.ApplyAsync(Order(i, Some.Address("203.0.113.9"), seconds: 0))).Outcome.Should().Be(ActionOutcome.Applied);
        }

        _runner
            .Calls.Should()
            .HaveCount(3)
            .And.NotContain(static call => call.Written.Any(static line => line.Contains("abort", StringComparison.Ordinal)));
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task By_hand_and_until_lifted_it_is_remembered()
    {
        Answer("203.0.113.9");
        await using var host = Host();
        var order = Order(0, Some.Address("203.0.113.9"), seconds: 0) with { ResponseName = "manual", Origin = ResponseOrigin.Manual };

        await host.ApplyAsync(order);

        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("203.0.113.9")]
    public async Task Other_keys_for_the_same_subject_are_another_effect_with_an_end_of_its_own(string? address)
    {
        var subject = address is null ? Subject.None : Some.Address(address);
        await using var host = Host();
        Answer("/srv/one");
        await host.ApplyAsync(Order(1, subject));
        await host.PassAsync(300);
        Answer("/srv/two");

        (await host.ApplyAsync(Order(2, subject))).Outcome.Should().Be(ActionOutcome.Applied);

        (await host.Store.ListAsync(CancellationToken.None))
            .Select(static effect => effect.Key.Subject.Keys)
            .Should()
            .BeEquivalentTo(["/srv/one", "/srv/two"]);
        await host.PassAsync(300);
        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle().Which.Key.Subject.Keys.Should().Be("/srv/two");
        await host.PassAsync(300);
        (await host.Store.ListAsync(CancellationToken.None)).Should().BeEmpty();
        host.PendingTimeouts.Should().Be(0);
        _runner.Calls.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("203.0.113.9")]
    public async Task The_same_keys_again_are_told_to_abort_and_extend(string? address)
    {
        var subject = address is null ? Subject.None : Some.Address(address);
        await using var host = Host();
        Answer("/srv/one");
        await host.ApplyAsync(Order(1, subject));
        await host.PassAsync(300);

        (await host.ApplyAsync(Order(2, subject))).Outcome.Should().Be(ActionOutcome.Extended);

        _runner.Calls[1].Written[^1].Should().Contain("\"abort\"");
        (await host.Store.ListAsync(CancellationToken.None))
            .Should()
            .ContainSingle()
            .Which.Until.Should()
            .Be(host.Clock.GetUtcNow() + TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(ScriptProtocol.OssecArgv)]
    [InlineData(ScriptProtocol.Wazuh4Stdin)]
    public async Task What_names_nothing_is_no_repeat_of_anything(ScriptProtocol protocol)
    {
        await using var host = Host(protocol);

        (await host.ApplyAsync(Order(1, Subject.None))).Outcome.Should().Be(ActionOutcome.Applied);
        (await host.ApplyAsync(Order(2, Subject.None))).Outcome.Should().Be(ActionOutcome.Applied);
        (await host.ApplyAsync(Order(2, Subject.None)))
            .Outcome.Should()
            .Be(ActionOutcome.Applied, "what comes twice in another way than from a file is two orders");

        (await host.Store.ListAsync(CancellationToken.None))
            .Should()
            .HaveCount(3)
            .And.OnlyContain(static effect => effect.Key.Subject.ToString() == "-");
        await host.PassAsync(600);
        host.Outcomes.Count(static outcome => outcome == ActionOutcome.Lifted).Should().Be(3);
    }

    [Fact]
    public async Task A_script_that_is_about_an_address_only_is_not_asked_again()
    {
        Answer("203.0.113.9");
        await using var host = Host(name: "firewall-drop");
        var order = Some.Order("firewall-drop");
        await host.ApplyAsync(order);

        (await host.ApplyAsync(order)).Outcome.Should().Be(ActionOutcome.Extended);

        _runner.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task Keys_are_known_after_a_restart()
    {
        await using var host = new RestartHost(builder =>
            builder.UseScripts(new ScriptOptions { Folder = _box.Folder }).UseCommandRunner(_ => _runner)
        );
        await host.Engine.StartAsync();
        Answer("/srv/one");
        await host.Engine.ApplyAsync("block", Subject.None, TimeSpan.FromMinutes(10));
        await host.StartAnewAsync();

        (await host.Engine.ApplyAsync("block", Subject.None, TimeSpan.FromMinutes(10))).Outcome.Should().Be(ActionOutcome.Extended);
        Answer("/srv/two");
        (await host.Engine.ApplyAsync("block", Subject.None, TimeSpan.FromMinutes(10))).Outcome.Should().Be(ActionOutcome.Applied);

        (await host.Engine.ListAsync())
            .Select(static effect => effect.Key.Subject.ToString())
            .Should()
            .BeEquivalentTo(["/srv/one", "/srv/two"]);
    }

    [Fact]
    public async Task Each_effect_on_one_subject_is_lifted_by_the_alert_that_made_it()
    {
        await using var host = Host();
        Answer("/srv/one");
        await host.ApplyAsync(Order(1, Subject.None));
        Answer("/srv/two");
        await host.ApplyAsync(Order(2, Subject.None));

        var second = (await host.Store.ListAsync(CancellationToken.None)).Single(static effect => effect.Key.Subject.Keys == "/srv/two");
        await host.Endings.EndAsync([second], RevertReason.Lifted, CancellationToken.None);

        _runner.Calls[^1].Input.Should().Contain("alert-2").And.Contain("\"delete\"");
        (await host.Store.ListAsync(CancellationToken.None)).Should().ContainSingle().Which.Key.Subject.Keys.Should().Be("/srv/one");
    }

    private static ResponseOrder Order(int number, Subject subject, int seconds = 600) =>
        Some.Order("block", seconds: seconds) with
        {
            Subject = subject,
            Command = Some.Command("block", ExpectedFields.None),
            Origin = new ResponseOrigin
            {
                AlertId = $"1754300000.{number}",
                RuleId = 5712,
                AlertJson = System.Text.Encoding.UTF8.GetBytes($$"""{"id":"alert-{{number}}"}"""),
            },
        };

    private void Answer(string key) =>
        _runner.Answer(
            static _ => true,
            new FakeCommandAnswer { Lines = ["{\"command\":\"check_keys\",\"parameters\":{\"keys\":[\"" + key + "\"]}}"] }
        );

    private ExecutionHarness Host(ScriptProtocol protocol = ScriptProtocol.Wazuh4Stdin, string name = "block") =>
        new(new OneScript(new ScriptResponder(name, new ScriptFolder(_box.Folder), protocol, ExpectedFields.None, _runner)));

    private sealed class OneScript(ScriptResponder script) : IScriptResponders
    {
        public IResponder Find(CommandDefinition command, out string? whyNot)
        {
            whyNot = null;
            return script;
        }
    }
}
