using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary><c>doctor</c> examines a host and changes nothing.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task It_probes_each_firewall_and_names_the_one_that_auto_would_use()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        var before = space.Ruleset;
        using var doctor = ToolProcess.StartIn(space, "doctor", "--state", folder.File("state.db"));

        (await doctor.ExitAsync()).Should().Be(0, doctor.OutputText + doctor.ErrorText);
        doctor
            .Output.Should()
            .Contain(static line => line.StartsWith("fine   host: active-response "))
            .And.Contain(static line => line.StartsWith("fine   rights: ") && line.EndsWith("may change the firewall"))
            .And.Contain(static line => line.StartsWith("fine   firewall nftables: usable: nftables v"))
            .And.Contain(static line => line.StartsWith("fine   firewall firewalld-drop: not usable: "))
            .And.Contain(static line => line.StartsWith("fine   firewall xdp: "))
            .And.Contain(static line => line.StartsWith("fine   firewall xdp+nftables: "))
            .And.Contain(static line => line.StartsWith("fine   state: ") && line.EndsWith("will be created"))
            .And.Contain(static line => line.StartsWith("fine   agent: none is running at "))
            .And.Contain("fine   --firewall auto: uses nftables, the first usable one");
        space.Ruleset.Should().Be(before);
        File.Exists(folder.File("state.db")).Should().BeFalse();
    }

    [Fact]
    public async Task Without_rights_it_says_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Another user takes root on Linux.");
        using var doctor = ToolProcess.StartAsNobody("doctor", "--state", "none");

        (await doctor.ExitAsync()).Should().Be(1);
        doctor
            .OutputText.Should()
            .Contain("WRONG  rights: user nobody may not change the firewall: run it as root, or give it CAP_NET_ADMIN")
            .And.Contain("WRONG  --firewall auto: no firewall can be used")
            .And.Contain("fine   state: in memory");
    }

    [Fact]
    public async Task It_examines_the_files_that_the_settings_name()
    {
        using var space = new NetworkNamespace();
        using var folder = new Folder();
        var config = folder.Write(
            "ossec.conf",
            "<ossec_config><active-response><command>absent</command></active-response></ossec_config>"
        );
        var settings = folder.Write(
            "settings.json",
            $$"""{ "config": "{{config}}", "alerts": "{{folder.File("absent.json")}}", "state": "{{folder.File("state.db")}}" }"""
        );
        using var doctor = ToolProcess.StartIn(space, "doctor", "--settings", settings, "--json");

        (await doctor.ExitAsync()).Should().Be(1);
        doctor
            .Output.Should()
            .Contain(line =>
                line.StartsWith($$"""{"check":"configuration","ok":false,"detail":"{{config}}: """) && line.Contains("lacks <location>")
            )
            .And.Contain(static line => line.Contains("\"check\":\"alerts\",\"ok\":false") && line.Contains("doesn't exist"));
    }

    [Fact]
    public async Task It_finds_the_running_agent()
    {
        using var agent = new Agent();
        await agent.StartAsync();

        using var doctor = await agent.AskAsync("doctor", "--alerts", agent.PathOf("alerts.json"));

        doctor
            .OutputText.Should()
            .Contain($"fine   agent: running at {agent.Socket}")
            .And.MatchRegex(@"fine   alerts: .*alerts\.json has \d+ bytes, the last were written ")
            .And.Contain($"fine   state: {agent.State} is there");
    }
}
