using System.Net.Sockets;
using System.Runtime.Versioning;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>The real tool in execd's place: a real socket, real scripts, and messages from a Python program.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExecdTests
{
    private const string Names =
        "blk600 - blk - 600\nblk1 - blk - 1\nblk0 - blk - 0\nfirewall-drop600 - firewall-drop.sh - 600\nfw600 - firewall-drop - 600\n";

    [Fact]
    public async Task Exact_runs_an_OSSEC_script_for_a_message_and_takes_it_back_on_a_stop()
    {
        using var home = new ExecdHome(isOssec: true, Names);
        var tool = await home.StartAsync("--exact");
        home.Send(
            "blk600 - 203.0.113.9 1754300000.8812 5712 /var/log/auth.log -",
            "blk600 - 203.0.113.9 1754300000.9 5712 /var/log/auth.log -"
        );
        await home.CallsAsync(1);
        File.GetUnixFileMode(home.Queue)
            .Should()
            .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        Directory.EnumerateFiles(home.PathOf("var/run"), "ossec-execd-*.pid").Should().ContainSingle();

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(1, tool.ErrorText);
        home.Calls.Should()
            .Be(
                "add - 203.0.113.9 1754300000.8812 5712 /var/log/auth.log -\ndelete - 203.0.113.9 1754300000.8812 5712 "
                    + "/var/log/auth.log -\n"
            );
        Directory.EnumerateFiles(home.PathOf("var/run")).Should().BeEmpty();
    }

    [Fact]
    public async Task Exact_talks_to_a_Wazuh_program_and_aborts_the_second()
    {
        using var home = new ExecdHome(isOssec: false, Names);
        var tool = await home.StartAsync("--exact");
        home.Send(Wazuh4("blk600", "203.0.113.9"));
        await home.CallsAsync(2);
        home.Send(Wazuh4("blk600", "203.0.113.9"));
        await home.CallsAsync(4);

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(1, tool.ErrorText);
        home.Calls.TrimEnd().Split('\n').Select(CommandOf).Should().Equal("add", "continue", "add", "abort", "delete");
        home.Calls.Should().Contain("\"module\":\"wazuh-execd\"").And.Contain("\"program\":\"active-response/bin/blk\"");
    }

    [Fact]
    public async Task A_block_ends_in_its_time()
    {
        using var home = new ExecdHome(isOssec: true, Names);
        await home.StartAsync("--state", "none");

        home.Send("blk1 - 203.0.113.9 1.1 5712 /var/log/auth.log -");

        await home.CallsAsync(2);
        home.Calls.Should().Be("add - 203.0.113.9 1.1 5712 /var/log/auth.log -\ndelete - 203.0.113.9 1.1 5712 /var/log/auth.log -\n");
    }

    [Fact]
    public async Task Two_users_are_two_blocks_and_both_are_taken_back_on_a_stop()
    {
        using var home = new ExecdHome(isOssec: true, Names);
        var tool = await home.StartAsync("--state", "none");
        home.Send("blk600 alice - 1.1 5712 /var/log/auth.log -", "blk600 bob - 1.2 5712 /var/log/auth.log -");
        await home.CallsAsync(2);

        tool.Terminate();

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        home.Calls.TrimEnd()
            .Split('\n')
            .Should()
            .BeEquivalentTo(
                "add alice - 1.1 5712 /var/log/auth.log -",
                "add bob - 1.2 5712 /var/log/auth.log -",
                "delete alice - 1.1 5712 /var/log/auth.log -",
                "delete bob - 1.2 5712 /var/log/auth.log -"
            );
    }

    [Fact]
    public async Task A_Wazuh_5_message_and_a_Wazuh_4_message_reach_their_programs_in_their_own_way()
    {
        using var home = new ExecdHome(isOssec: false, Names);
        await home.StartAsync("--state", "none");

        home.Send(
            """{"wazuh":{"active_response":{"name":"b","executable":"blk","type":"stateful","stateful_timeout":"""
                + """600}},"source":{"ip":"203.0.113.5"}}"""
        );
        await home.CallsAsync(2);
        home.Send(Wazuh4("blk600", "203.0.113.4"));
        await home.CallsAsync(4);

        home.Calls.TrimEnd().Split('\n').Select(CommandOf).Should().Equal("enable", "continue", "add", "continue");
    }

    [Fact]
    public async Task A_built_in_responder_takes_the_place_of_the_stock_script_and_logs_as_it_does()
    {
        using var home = new ExecdHome(isOssec: false, Names);
        home.Script("firewall-drop", "#!/bin/sh\necho run >> calls\n");
        var deny = home.PathOf("hosts.deny");
        var tool = await home.StartAsync("--state", "none", "--hosts-deny", deny);

        home.Send(Wazuh4("fw600", "203.0.113.9"));
        await tool.LineAsync("203.0.113.9");
        tool.Terminate();
        await tool.ExitAsync();

        home.Calls.Should().BeEmpty();
        (UnlockedFile.Text(deny)).Should().NotContain("203.0.113.9");
        var log = await File.ReadAllLinesAsync(home.PathOf("logs/active-responses.log"));
        log.Should()
            .HaveCount(6)
            .And.OnlyContain(static line =>
                System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d active-response/bin/firewall-drop: ")
            );
        log[1].Should().Contain("\"command\":\"add\"").And.Contain("203.0.113.9");
        log[4].Should().Contain("\"command\":\"delete\"");
    }

    [Theory]
    [InlineData("--exact")]
    [InlineData("--state", "none")]
    public async Task A_name_whose_program_is_not_there_is_told(params string[] options)
    {
        using var home = new ExecdHome(isOssec: false, "netsh30 - netsh.cmd - 30\n");
        var tool = await home.StartAsync(options);

        home.Send(Wazuh4("netsh30", "203.0.113.9"));

        await ExecdHome.UntilAsync(() => tool.ErrorText.Contains("netsh.cmd doesn't exist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_built_in_responder_acts_for_a_name_whose_stock_program_is_not_there()
    {
        using var home = new ExecdHome(isOssec: false, Names);
        var tool = await home.StartAsync("--state", "none", "--hosts-deny", home.PathOf("hosts.deny"));

        home.Send(Wazuh4("fw600", "203.0.113.9"));

        await tool.LineAsync("applied");
        UnlockedFile.Text(home.PathOf("hosts.deny")).Should().Contain("203.0.113.9");
    }

    [Theory]
    [InlineData("--exact")]
    [InlineData("--state", "none")]
    public async Task A_script_without_a_first_line_runs_and_gets_its_path_and_variables(params string[] options)
    {
        using var home = new ExecdHome(isOssec: false, Names);
        home.Script("blk", "\n# no first line\nread -r line\necho \"$PATH $REGION\" >> calls\n");

        await home.StartAsync([.. options, "--script-path", "blk=/usr/local/sbin:/usr/local/bin", "--script-variable", "blk=REGION=eu"]);
        home.Send(Wazuh4("blk0", "203.0.113.9"));

        await home.CallsAsync(1);
        home.Calls.Should().Be("/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin eu\n");
    }

    [Theory]
    [InlineData("--script-path", "blk=relative")]
    [InlineData("--script-path", "blk=/tmp")]
    [InlineData("--script-path", "/usr/bin")]
    [InlineData("--script-variable", "blk=PATH=/tmp")]
    [InlineData("--script-variable", "blk=NOT_SET_ANYWHERE_AT_ALL")]
    [InlineData("--script-exit", "blk=256")]
    [InlineData("--script-exit", "blk=one")]
    [InlineData("--script-exit", "=1")]
    public async Task Needs_of_a_script_that_make_no_sense_are_refused(string option, string value)
    {
        var tool = await ToolProcess.RunAsync("execd", "--home", "/nonexistent", option, value);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain($"{option} {value}").And.NotContain("Exception");
    }

    [Fact]
    public async Task Links_that_were_put_in_the_place_of_its_files_are_not_followed()
    {
        using var home = new ExecdHome(isOssec: false, Names);
        await File.WriteAllTextAsync(home.PathOf("precious"), "precious");
        File.CreateSymbolicLink(home.PathOf("logs/active-responses.log"), home.PathOf("precious"));
        for (var number = 2; number < 6000; number++)
        {
            File.CreateSymbolicLink(home.PathOf($"var/run/wazuh-execd-{Environment.ProcessId + number}.pid"), home.PathOf("precious"));
        }

        var tool = await home.StartAsync("--state", "none", "--hosts-deny", home.PathOf("hosts.deny"));
        home.Send(Wazuh4("fw600", "203.0.113.9"));
        await tool.LineAsync("applied");

        await ExecdHome.UntilAsync(() => tool.ErrorText.Contains("active-responses.log can't be written", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(home.PathOf("precious"))).Should().Be("precious");
        File.GetUnixFileMode(home.PathOf("precious")).Should().HaveFlag(UnixFileMode.OtherRead);
    }

    [Fact]
    public async Task A_live_queue_is_refused_and_a_dead_one_replaced()
    {
        using var home = new ExecdHome(isOssec: true, Names);
        using (var other = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            other.Bind(new UnixDomainSocketEndPoint(home.Queue));
            var refused = await ToolProcess.RunAsync("execd", "--home", home.Path, "--dialect", "ossec", "--exact");
            (refused.ExitCode, refused.ErrorText)
                .Should()
                .Match<(int Code, string Error)>(static it => it.Code == 1 && it.Error.Contains("Another execd listens"));
        }

        // As the original's, the file stays when its execd has gone.
        var first = await home.StartAsync("--exact");
        first.Terminate();
        await first.ExitAsync();
        File.Exists(home.Queue).Should().BeTrue();
        var second = await home.StartAsync("--exact");
        home.Send("blk0 - 203.0.113.9");
        await home.CallsAsync(1);
        second.Terminate();
        await second.ExitAsync();
        Directory.EnumerateFileSystemEntries(home.PathOf("queue/alerts")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("<ossec_config><active-response><disabled>yes</disabled></active-response></ossec_config>", 0, "1350")]
    [InlineData("<ossec_config><active-response><disabled>maybe</disabled></active-response></ossec_config>", 1, "ossec.conf")]
    [InlineData("<ossec_config>", 1, "ossec.conf")]
    public async Task It_ends_where_execd_ends(string config, int exitCode, string says)
    {
        using var home = new ExecdHome(isOssec: true, Names, config);

        var tool = await ToolProcess.RunAsync("execd", "--home", home.Path, "--dialect", "ossec", "--exact");

        tool.ExitCode.Should().Be(exitCode);
        tool.ErrorText.Should().Contain(says).And.NotContain("Exception");
        File.Exists(home.Queue).Should().BeFalse();
    }

    [Theory]
    [InlineData("--hosts-deny", "x")]
    [InlineData("--state", "none")]
    [InlineData("--json", null)]
    public async Task Exact_knows_nothing_the_original_does_not(string option, string? value)
    {
        var tool = await ToolProcess.RunAsync([
            "execd",
            "--home",
            "/nonexistent",
            "--exact",
            option,
            .. value is null ? [] : new[] { value },
        ]);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("can't be combined with");
    }

    private static string Wazuh4(string name, string address) =>
        $$$$$"""{"version":1,"origin":{"name":"node01","module":"wazuh-analysisd"},"command":"{{{{{name}}}}}","parameters":"""
        + """{"extra_args":[],"alert":{"rule":{"level":10,"id":"5712"},"id":"1754300000.1","data":"""
        + $$$$$"""{"srcip":"{{{{{address}}}}}"}}}}""";

    private static string CommandOf(string line)
    {
        using var message = System.Text.Json.JsonDocument.Parse(line);
        return message.RootElement.GetProperty("command").GetString()!;
    }
}
