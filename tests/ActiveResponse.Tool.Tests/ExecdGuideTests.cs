using System.Runtime.Versioning;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>The commands of docs/execd.md, in their order, where an original and its control script are: there, and back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExecdGuideTests : IDisposable
{
    // What the originals do that the guide relies on: execd has its pid in its file's name and in the file, and takes messages until it is
    // killed.
    private const string Original = """
        #!/usr/bin/env python3
        import os, signal, socket, sys
        if '-t' in sys.argv: sys.exit(0)
        if os.fork(): sys.exit(0)
        os.setsid()
        null = os.open('/dev/null', os.O_RDWR)
        for n in range(3): os.dup2(null, n)
        home, name = os.path.dirname(os.path.dirname(sys.argv[0])), os.path.basename(sys.argv[0]).split('.')[0]
        open('/proc/self/comm', 'w').write(name)
        queue, pid = f'{home}/queue/alerts/execq', f'{home}/var/run/{name}-{os.getpid()}.pid'
        if os.path.exists(queue): os.unlink(queue)
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(queue)
        open(pid, 'w').write(f'{os.getpid()}\n')
        signal.signal(signal.SIGTERM, lambda *_: (os.unlink(pid) if os.path.exists(pid) else None, sys.exit(1)))
        while True: open(f'{home}/calls', 'a').write('original: ' + s.recv(65536).decode(errors='replace').rstrip('\0') + '\n')
        """;

    // What the control scripts do with execd; a sender that connects once stands for analysisd and agentd.
    private const string Control = """
        #!/bin/sh
        DIR=$(dirname "$(dirname "$0")"); NAME=DAEMON
        running() { for j in $(cat "$DIR"/var/run/$NAME*.pid 2>/dev/null); do
          if ps -p "$j" | grep OWNER >/dev/null 2>&1; then kill -0 "$j" 2>/dev/null && return 0; else rm -f "$DIR/var/run/$NAME-$j.pid"; fi; done; return 1; }
        case $1 in
          start) "$DIR/bin/$NAME" -t || exit 1; if running; then echo "$NAME already running..."; else "$DIR/bin/$NAME" || exit 1; echo "Started $NAME..."; fi; echo restarted >> "$DIR/senders" ;;
          stop) running && kill $(cat "$DIR"/var/run/$NAME*.pid); rm -f "$DIR"/var/run/$NAME*.pid; sleep 1 ;;
          reload) echo restarted >> "$DIR/senders" ;;
          status) running && echo "$NAME is running..." ;;
        esac
        """;

    private ExecdHome? _home;

    public void Dispose()
    {
        if (_home is { } home)
        {
            foreach (var file in Directory.EnumerateFiles(home.PathOf("var/run"), "*.pid"))
            {
                using var kill = ToolProcess.StartProgram("/", null, "kill", "-9", File.ReadAllText(file).Trim());
                kill.ExitAsync().Wait(TimeSpan.FromSeconds(10));
            }

            home.Dispose();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_commands_lead_there_and_back(bool isOssec)
    {
        var home = _home = new ExecdHome(isOssec, "blk0 - blk - 0\n");
        Prepare(home);
        var blocks = Blocks(isOssec, home);
        blocks.Should().HaveCount(5, "there are a swap, a reload, a way back, a link, and a way back");
        await RunAsync(home, "ORIGINAL start".Replace("ORIGINAL", ControlOf(home), StringComparison.Ordinal));

        // The swap by hand: the second line stays in the foreground until it is ended.
        var swap = blocks[0].Trim().Split('\n');
        swap.Should().HaveCount(2);
        await RunAsync(home, swap[0]);
        var words = swap[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        words[0].Should().Be("active-response");
        var tool = ToolProcess.Start(words[1..]);
        await ExecdHome.UntilAsync(() => tool.OutputText.Contains("listening at", StringComparison.Ordinal));
        await RunAsync(home, blocks[1]);
        await IsCalledAsync(home, isOriginal: false);
        (await RunAsync(home, $"{ControlOf(home)} status")).Should().Contain("is running");
        tool.Terminate();
        await tool.ExitAsync();
        await RunAsync(home, blocks[2]);
        await IsCalledAsync(home, isOriginal: true);

        // The link: started, asked for and stopped by the control script.
        await RunAsync(home, blocks[3]);
        (await RunAsync(home, $"{ControlOf(home)} status")).Should().Contain("is running");
        (await RunAsync(home, $"{ControlOf(home)} start")).Should().Contain("already running");
        await IsCalledAsync(home, isOriginal: false);
        await RunAsync(home, blocks[4]);
        await IsCalledAsync(home, isOriginal: true);

        (await File.ReadAllLinesAsync(home.PathOf("senders")))
            .Length.Should()
            .BeGreaterThanOrEqualTo(5, "after every swap the senders were restarted");
    }

    private static void Prepare(ExecdHome home)
    {
        var owner = home.IsOssec ? "ossec" : "wazuh";
        Directory.CreateDirectory(home.PathOf("bin"));
        Directory.CreateDirectory(home.PathOf("tools"));
        File.CreateSymbolicLink(home.PathOf("tools/active-response"), BuiltTool.Executable);
        File.WriteAllText(home.PathOf("etc/active-response-execd.conf"), "state = none\n");
        Program(home, $"bin/{owner}-execd", Original);
        Program(
            home,
            $"bin/{owner}-control",
            Control.Replace("DAEMON", $"{owner}-execd", StringComparison.Ordinal).Replace("OWNER", owner, StringComparison.Ordinal)
        );
    }

    private static void Program(ExecdHome home, string name, string text)
    {
        File.WriteAllText(home.PathOf(name), text + "\n");
        File.SetUnixFileMode(home.PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The blocks of commands, for this installation.
    private static List<string> Blocks(bool isOssec, ExecdHome home)
    {
        var text = File.ReadAllText(Inputs.Repository("docs/execd.md"));
        text = text[text.IndexOf("## Try it, and go back", StringComparison.Ordinal)..];
        return
        [
            .. text.Split("```sh\n")[1..]
                .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
                .Select(block =>
                {
                    block = block.Replace("/var/ossec", home.Path.TrimEnd('/'), StringComparison.Ordinal);
                    return isOssec
                        ? block
                        : block
                            .Replace("ossec-execd", "wazuh-execd", StringComparison.Ordinal)
                            .Replace("ossec-control", "wazuh-control", StringComparison.Ordinal)
                            .Replace(" --dialect ossec", "", StringComparison.Ordinal);
                }),
        ];
    }

    private static string ControlOf(ExecdHome home) => home.PathOf(home.IsOssec ? "bin/ossec-control" : "bin/wazuh-control");

    private static async Task<string> RunAsync(ExecdHome home, string commands)
    {
        using var shell = ToolProcess.StartProgram("/", null, "env", $"PATH={home.PathOf("tools")}:/usr/bin:/bin", "sh", "-ec", commands);
        (await shell.ExitAsync()).Should().Be(0, "{0}: {1}{2}", commands, shell.OutputText, shell.ErrorText);
        return shell.OutputText;
    }

    private static async Task IsCalledAsync(ExecdHome home, bool isOriginal)
    {
        var before = home.Calls.Length;
        await ExecdHome.UntilAsync(() => File.Exists(home.Queue));
        home.Send(
            home.IsOssec
                ? "blk0 - 203.0.113.9 1.1 5712 /var/log/auth.log -"
                : """{"version":1,"origin":{"name":"node01","module":"wazuh-analysisd"},"command":"blk0","parameters":"""
                    + """{"extra_args":[],"alert":{"data":{"srcip":"203.0.113.9"}}}}"""
        );
        await ExecdHome.UntilAsync(() => home.Calls.Length > before);
        home.Calls[before..].StartsWith("original:", StringComparison.Ordinal).Should().Be(isOriginal);
    }
}
