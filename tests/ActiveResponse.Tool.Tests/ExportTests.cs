using System.Text.Json;
using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary><c>export</c>, and back by <c>import</c>.</summary>
public sealed class ExportTests
{
    private const string Reason = "=1+1, \"lab\"\u00e4";

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task What_one_agent_exports_another_one_takes_over(string format)
    {
        using var one = new Agent();
        using var other = new Agent();
        await one.StartAsync();
        await other.StartAsync(Inputs.Alert("203.0.113.77"));
        using var block = await one.AskAsync(
            "block",
            "198.51.100.0/24",
            "2001:db8::/64",
            "--for",
            "1h",
            "--reason",
            Reason,
            "--by",
            "alice"
        );
        using var forEver = await one.AskAsync("block", "198.51.100.7", "--permanently", "--reason", "-x", "--by", "@bob");

        using var export = await one.AskAsync("export", "--format", format);
        using var import = await ToolProcess.RunAsync(
            ["import", "-", "--permanently", "--state", other.State],
            input: export.OutputText + "\n"
        );
        using var lift = await other.AskAsync("lift", "203.0.113.77");

        import.ExitCode.Should().Be(0, import.OutputText + import.ErrorText);
        var (before, after) = (await ListAsync(one), await ListAsync(other));
        after.Keys.Should().BeEquivalentTo(before.Keys);
        after["198.51.100.0/24"].Should().BeEquivalentTo(before["198.51.100.0/24"], "its end is kept to the second or two");
        after["2001:db8::/64"].Note.Should().Be((Reason, "alice"));
        after["198.51.100.7"].Should().BeEquivalentTo((Ends: false, Note: ("-x", "@bob")));
    }

    [Fact]
    public async Task A_selection_is_exported_as_a_list_also_without_an_agent()
    {
        using var agent = new Agent();
        var run = await agent.StartAsync();
        using var block = await agent.AskAsync("block", "198.51.100.7", "198.51.100.8", "--for", "1h");
        run.Terminate();
        await run.ExitAsync();

        using var list = await agent.AskAsync("export", "198.51.100.0/24", "--within", "--format", "list");
        using var rule = await agent.AskAsync("export", "--rule", "5712", "--format", "csv");
        using var none = await agent.AskAsync("export", "192.0.2.1", "--format", "csv");

        list.Output.Should().BeEquivalentTo("198.51.100.7", "198.51.100.8");
        rule.Output.Should().HaveCount(2).And.Contain(static line => line.StartsWith(Agent.Attacker + ",active,"));
        none.OutputText.Should().StartWith("target,state,since,until,seconds_left,").And.NotContain("\n");
    }

    [Fact]
    public async Task Real_nft_and_ipset_load_the_sets_and_import_reads_them_back()
    {
        using var space = new NetworkNamespace();
        Assert.SkipUnless(File.Exists("/usr/sbin/ipset"), "The package ipset is needed.");
        using var agent = new Agent();
        await agent.StartAsync();
        using var block = await agent.AskAsync("block", "198.51.100.0/24", "2001:db8:1::/48", "--for", "1h");
        using var longer = await agent.AskAsync("block", "198.51.100.7", "--permanently");
        using var shorter = await agent.AskAsync("block", "198.51.100.8", "--for", "5m");

        using var nft = await agent.AskAsync("export", "--format", "nft", "--set", "bad");
        using var ipset = await agent.AskAsync("export", "--format", "ipset");
        await RunAsync(space, nft.OutputText, "nft", "-f", "-");
        await RunAsync(space, ipset.OutputText, "ipset", "restore");

        nft.ErrorText.Should()
            .Contain("198.51.100.7 is left out: it is within 198.51.100.0/24, which ends earlier")
            .And.NotContain("198.51.100.8");
        (await ImportedAsync(await RunAsync(space, "", "nft", "-j", "list", "ruleset")))
            .Should()
            .BeEquivalentTo(Agent.Attacker, "198.51.100.0/24", "2001:db8:1::/48");
        (await ImportedAsync(await RunAsync(space, "", "ipset", "save")))
            .Should()
            .BeEquivalentTo(Agent.Attacker, "198.51.100.0/24", "2001:db8:1::/48", "198.51.100.7", "198.51.100.8");
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("x;flush ruleset")]
    [InlineData("")]
    [InlineData("4x")]
    public async Task The_name_of_a_set_is_one_word(string name)
    {
        using var export = await ToolProcess.RunAsync("export", "--format", "nft", "--set", name, "--state", "/nowhere/state.db");

        export.ExitCode.Should().Be(2);
        export.ErrorText.Should().Contain("--set: use up to 30 letters");
    }

    [Fact]
    public async Task Many_lines_with_ends_of_their_own_are_imported_at_once()
    {
        using var agent = new Agent();
        await agent.StartAsync();
        var rows = Enumerable.Range(0, 1_500).Select(static i => $"198.18.{i / 256}.{i % 256},{3_600 + i}");

        using var import = await ToolProcess.RunAsync(
            ["import", "-", "--state", agent.State],
            input: $"target,seconds_left\n{string.Join('\n', rows)}\n"
        );
        using var last = await agent.AskAsync("list", "198.18.5.219", "--json");

        import.ExitCode.Should().Be(0, import.ErrorText);
        import.Output.Should().HaveCount(1_500).And.OnlyContain(static line => line.StartsWith("applied 198.18."));
        JsonDocument.Parse(last.OutputText).RootElement.GetProperty("secondsLeft").GetInt32().Should().BeInRange(4_900, 5_099);
    }

    [Fact]
    public async Task A_terminal_shows_how_far_an_import_is_and_json_has_nothing_between_its_lines()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "The package bsdutils is needed for a terminal.");
        using var agent = new Agent();
        await agent.StartAsync();
        await File.WriteAllTextAsync(agent.PathOf("list.csv"), "target,seconds_left\n198.18.0.1,600\n198.18.0.2,601\n");

        var text = await OnTerminalAsync(agent, "");
        var json = await OnTerminalAsync(agent, "--json");

        text.Should().Contain("importing: 0 of 2").And.Contain("importing: 2 of 2").And.Contain("applied 198.18.0.2");
        json.Should().Contain("\"target\":\"198.18.0.2\"").And.NotContain("importing");
    }

    private static async Task<string> OnTerminalAsync(Agent agent, string option)
    {
        var line = string.Join(' ', [.. BuiltTool.Line, "import", agent.PathOf("list.csv"), "--state", agent.State, option]);
        var file = agent.PathOf($"typescript{option}");
        using var terminal = ToolProcess.StartProgram(Path.GetTempPath(), null, "script", "-qfc", $"exec {line}", file);
        await terminal.ExitAsync();
        return UnlockedFile.Text(file);
    }

    private static async Task<string> RunAsync(NetworkNamespace space, string input, params string[] line)
    {
        using var program = ToolProcess.StartProgram("/", input + "\n", ["ip", "netns", "exec", space.Name, .. line]);
        (await program.ExitAsync()).Should().Be(0, program.ErrorText);
        return program.OutputText;
    }

    private static async Task<IEnumerable<string>> ImportedAsync(string text)
    {
        using var import = await ToolProcess.RunAsync(["import", "-", "--dry-run", "--state", "/nowhere/state.db"], input: text);
        return import.Output.Where(static line => line.StartsWith("would block ")).Select(static line => line.Split(' ')[2]);
    }

    private static async Task<Dictionary<string, (bool Ends, (string?, string?) Note)>> ListAsync(Agent agent)
    {
        using var list = await agent.AskAsync("list", "--json");
        return list
            .Output.Select(static line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(
                static item => item.GetProperty("target").GetString()!,
                static item =>
                    (
                        item.TryGetProperty("until", out var until) && until.ValueKind == JsonValueKind.String,
                        (item.GetProperty("reason").GetString(), item.GetProperty("by").GetString())
                    )
            );
    }
}
