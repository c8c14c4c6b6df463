using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.AsScript;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>A responder of one's own as a script, in each protocol.</summary>
public sealed class ScriptTalkTests : IDisposable
{
    private const string Program = "active-response/bin/noting";
    private readonly ScriptBench _bench = new();
    private readonly NotingResponder _responder = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Wazuh_5_enables_after_the_keys_and_disables_without()
    {
        const string Event =
            """{"wazuh":{"active_response":{"name":"blk","executable":"noting","extra_arguments":"-x y","stateful_timeout":"""
            + """600},"agent":{"id":"001"}},"source":{"ip":"203.0.113.9"},"user":{"name":"bob"},"command":""";

        var enabled = await RunAsync($"{Event}\"enable\"}}\n{Event}\"continue\"}}\n");
        var disabled = await RunAsync($"{Event}\"disable\"}}\n");

        enabled
            .Should()
            .Be(
                (
                    0,
                    """{"version":1,"origin":"""
                        + """{"name":"noting","module":"active-response"},"command":"check_keys","parameters":{"keys":"""
                        + """["203.0.113.9"]}}"""
                        + "\n"
                )
            );
        disabled.Should().Be((0, ""));
        _responder.Calls.Should().Equal("apply 203.0.113.9", "revert 203.0.113.9");
        _responder.LastOrder!.Command.ExtraArguments.Should().Be("-x y");
        _responder.LastOrder.Origin.AgentId.Should().Be("001");
        _bench
            .Log.Should()
            .Contain("2026/08/01 03:17:27 active-response/bin/noting: [INFO] Method=noting Action=enable Details=Applied\n")
            .And.EndWith("active-response/bin/noting: Ended\n");
    }

    [Fact]
    public async Task Told_to_abort_it_does_nothing_and_that_is_fine()
    {
        var result = await RunAsync(Add("203.0.113.9") + Add("203.0.113.9").Replace("\"add\"", "\"abort\"", StringComparison.Ordinal));

        result.ExitCode.Should().Be(0);
        _responder.Calls.Should().BeEmpty();
        _bench.Log.Should().EndWith(": Aborted\n");
    }

    [Fact]
    public async Task Keys_are_what_the_responder_needs_and_the_alert_comes_with_the_order_if_it_is_wanted()
    {
        var responder = new NotingResponder
        {
            Needs = new ResponderNeeds
            {
                Required = SubjectKinds.User,
                Optional = SubjectKinds.Address | SubjectKinds.File,
                AlertJson = true,
            },
        };
        const string Alert =
            """{"id":"1.2","rule":{"level":7,"id":"5712"},"data":{"srcip":"203.0.113.9","dstuser":"bob"},"syscheck":"""
            + """{"path":"/etc/x \"y\""}}""";
        var message = $$$"""{"version":1,"origin":{},"command":"add","parameters":{"extra_args":["a","b"],"alert":{{{Alert}}}}}""" + "\n";

        var (exitCode, output) = await RunAsync(message + message.Replace("\"add\"", "\"continue\"", StringComparison.Ordinal), responder);

        exitCode.Should().Be(0, _bench.Log);
        output
            .Should()
            .Be(
                """{"version":1,"origin":{"name":"noting","module":"active-response"},"command":"check_keys","parameters":"""
                    + """{"keys":["203.0.113.9","bob","/etc/x \"y\""]}}"""
                    + "\n"
            );
        responder.Calls.Should().Equal("apply 203.0.113.9 bob /etc/x \"y\"");
        Encoding.UTF8.GetString(responder.LastOrder!.Origin.AlertJson.Span).Should().Be(Alert);
        responder.LastOrder.Origin.Should().Match<ResponseOrigin>(static o => o.AlertId == "1.2" && o.RuleId == 5712 && o.Level == 7);
        responder.LastOrder.Command.ExtraArguments.Should().Be("a b");
    }

    [Fact]
    public async Task Ossec_says_it_by_arguments_and_an_agents_location_is_two_of_them()
    {
        var responder = new NotingResponder { Needs = ResponderNeeds.File };

        var added = await RunAsync(
            "",
            responder,
            "add",
            "-",
            "-",
            "1700000000.4242",
            "550",
            "(web01)",
            "10.0.0.5->syscheck",
            "/srv/a\\",
            "b\\;c"
        );
        var deleted = await RunAsync("", responder, "delete", "-", "-", "1700000000.4242", "550", "syscheck", "/srv/x");

        added.Should().Be((0, ""));
        deleted.Should().Be((0, ""));
        responder.Calls.Should().Equal("apply /srv/a b;c", "revert /srv/x");
        responder
            .LastOrder!.Origin.Should()
            .Match<ResponseOrigin>(static o =>
                o.AlertId == "1700000000.4242" && o.RuleId == 550 && o.Location == "(web01) 10.0.0.5->syscheck"
            );
        _bench.Log.Should().StartWith("Sat Aug  1 03:17:27 UTC 2026 active-response/bin/noting add - - 1700000000.4242 550\n");
    }

    [Theory]
    [InlineData("add", "", 1)]
    [InlineData("forget", "203.0.113.9", 1)]
    public async Task Called_wrongly_by_arguments_it_says_how(string action, string address, int expected)
    {
        var (exitCode, output) = await RunAsync("", _responder, action, "-", address);

        exitCode.Should().Be(expected);
        output.Should().StartWith(Program + ": ").And.EndWith("\n");
        _responder.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_shell_scripts_name_without_arguments_listens_and_with_nothing_to_hear_says_how_it_is_called()
    {
        var options = new ActiveResponseScriptOptions();
        var talked = await _bench.RunAsync(_responder, ScriptProfile.Default, options, "bin/x.sh", [], Delete("203.0.113.9"));
        var silent = await _bench.RunAsync(_responder, ScriptProfile.Default, options, "bin/x.sh", [], "");

        talked.ExitCode.Should().Be(0);
        _responder.Calls.Should().Equal("revert 203.0.113.9");
        silent.Should().Be((1, "bin/x.sh: Missing argument <action> <user> (ip)\n"));
    }

    [Fact]
    public async Task What_cannot_be_taken_back_says_so()
    {
        var (exitCode, _) = await RunAsync(Delete("203.0.113.9"), new OneWay());

        exitCode.Should().Be(1);
        _bench.Log.Should().Contain("one-way can't be reverted");
    }

    [Fact]
    public async Task A_responder_that_throws_fails_in_one_line()
    {
        _responder.OnApply = static _ => throw new InvalidOperationException("the edge\nis down");

        var (exitCode, _) = await RunAsync(Add("203.0.113.9") + Continue());

        exitCode.Should().Be(1);
        _bench.Log.Should().EndWith("active-response/bin/noting: the edge\\u000ais down\n").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    [InlineData("192.0.2.7")]
    public async Task Guards_refuse_after_the_talk(string address)
    {
        var options = new ActiveResponseScriptOptions
        {
            AllowList = new AllowList([new AllowListEntry { Text = "192.0.2.0/24", Network = Some.Prefix("192.0.2.0/24") }]),
            Guards = [new ActiveResponse.Guards.ProtectedAddressGuard(new ActiveResponse.Guards.GuardOptions())],
        };

        var (exitCode, output) = await _bench.RunAsync(_responder, ScriptProfile.Default, options, Program, [], Add(address) + Continue());

        exitCode.Should().Be(1);
        output.Should().Contain($"[\"{address}\"]");
        _responder.Calls.Should().BeEmpty();
        _bench.Log.Should().Contain("refused by ");
    }

    [Fact]
    public void No_line_makes_the_reader_throw() =>
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<byte[]>().Select(Mangle).ToArbitrary(),
                static bytes =>
                {
                    var message = WazuhMessage.Read(bytes);
                    _ = message?.ToRequest(message.Action ?? ActiveResponse.Responders.Scripts.ScriptAction.Add, withAlert: true);
                }
            )
            .QuickCheckThrowOnFailure();

    private static byte[] Mangle(byte[] noise)
    {
        var line = Encoding.UTF8.GetBytes(Add("203.0.113.9"));
        for (var i = 0; i + 1 < noise.Length; i += 2)
        {
            line[noise[i] % line.Length] = noise[i + 1];
        }

        return line;
    }

    private Task<(int ExitCode, string Output)> RunAsync(string input, IResponder? responder = null, params string[] arguments) =>
        _bench.RunAsync(responder ?? _responder, ScriptProfile.Default, new ActiveResponseScriptOptions(), Program, arguments, input);

    private static string Add(string address) =>
        $$$$$"""{"version":1,"origin":{},"command":"add","parameters":{"alert":{"data":{"srcip":"{{{{{address}}}}}"}}}}""" + "\n";

    private static string Delete(string address) => Add(address).Replace("\"add\"", "\"delete\"", StringComparison.Ordinal);

    private static string Continue() => """{"version":1,"origin":{},"command":"continue","parameters":{}}""" + "\n";

    private sealed class OneWay : IResponder
    {
        public string Name => "one-way";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ResponderResult.Applied());
    }
}
