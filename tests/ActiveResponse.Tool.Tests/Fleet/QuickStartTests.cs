using ActiveResponse.Tests.Support;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Fleet;

/// <summary>Runs the lines of the README's fleet quick start, in a network of their own, where port 4222 is free.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public async Task The_commands_of_the_README_make_a_fleet_that_blocks()
    {
        Assert.SkipWhen(FleetServer.Program is null, "nats-server is not here");
        using var space = new NetworkNamespace();
        space.Ip("link", "set", "lo", "up");
        using var folder = new Folder();
        folder.Write("ossec.conf", Inputs.Config(600).Replace(">local<", ">all<", StringComparison.Ordinal));
        folder.Write("alerts.json", "");
        var lines = Commands();
        lines.Should().HaveCount(6);

        using var init = Start(space, folder, lines[0]);
        (await init.ExitAsync()).Should().Be(0, init.ErrorText);
        using var server = Start(space, folder, lines[1]);
        using var issuer = Start(space, folder, lines[2]);
        using var agent = Start(space, folder, lines[3]);
        await FleetServer.UntilAsync(
            () => File.Exists(folder.File("agent/state.db")) && agent.OutputText.Contains("orders come from", StringComparison.Ordinal),
            () => agent.OutputText + agent.ErrorText
        );
        var alerts = 0;
        await FleetServer.UntilAsync(
            () =>
            {
                // It reads from the end of the file on, wherever that is when it gets to it.
                File.AppendAllText(folder.File("alerts.json"), Inputs.Alert("203.0.113.9", ++alerts));
                return File.Exists(folder.File("hosts.deny")) && UnlockedFile.Text(folder.File("hosts.deny")).Contains("203.0.113.9");
            },
            () => $"{server.ErrorText}\n{issuer.OutputText}{issuer.ErrorText}\n{agent.OutputText}{agent.ErrorText}"
        );
        using var orders = Start(space, folder, lines[4]);
        (await orders.ExitAsync()).Should().Be(0, orders.ErrorText);
        orders.OutputText.Should().Contain("203.0.113.9");
        using var lift = Start(space, folder, lines[5]);
        (await lift.ExitAsync()).Should().Be(0, lift.ErrorText);
        await FleetServer.UntilAsync(
            () => !UnlockedFile.Text(folder.File("hosts.deny")).Contains("203.0.113.9"),
            () => agent.OutputText + agent.ErrorText
        );
    }

    private static ToolProcess Start(NetworkNamespace space, Folder folder, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] program = words[0] == "active-response" ? BuiltTool.Line : [FleetServer.Program!];
        return ToolProcess.StartProgram(folder.File(""), null, ["ip", "netns", "exec", space.Name, .. program, .. words[1..]]);
    }

    private static List<string> Commands()
    {
        var text = File.ReadAllText(Inputs.Repository("README.md"));
        var section = text[text.IndexOf("## A fleet", StringComparison.Ordinal)..];
        var block = section[(section.IndexOf("```sh\n", StringComparison.Ordinal) + 6)..];
        return
        [
            .. block[..block.IndexOf("```", StringComparison.Ordinal)]
                .Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n')
                .Where(static line => line.Length > 0 && line[0] != '#'),
        ];
    }
}
