using System.Diagnostics;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A fail2ban of its own in a network namespace, with its files in a folder; its bans block nothing.</summary>
internal sealed class Fail2banServer : IDisposable
{
    private const string Server = "/usr/bin/fail2ban-server";
    private const string Client = "/usr/bin/fail2ban-client";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Folder _folder = new();
    private readonly NetworkNamespace _space;
    private readonly Process _server;

    private Fail2banServer(NetworkNamespace space)
    {
        _space = space;
        Directory.CreateDirectory(_folder.File("filter.d"));
        Directory.CreateDirectory(_folder.File("action.d"));
        _folder.Write(
            "fail2ban.conf",
            $"[Definition]\nloglevel = INFO\nlogtarget = {_folder.File("log")}\nsyslogsocket = auto\nsocket = {Socket}\n"
                + $"pidfile = {_folder.File("pid")}\ndbfile = {Database}\ndbpurgeage = 1d\ndbmaxmatches = 10\nallowipv6 = auto\n"
        );
        _folder.Write(
            "jail.conf",
            $"[test]\nenabled = true\nbackend = polling\nfilter = test\nlogpath = {_folder.Write("service.log", "")}\naction = nothing\n"
                + "bantime = 1h\nfindtime = 10m\nmaxretry = 3\n"
        );
        _folder.Write("filter.d/test.conf", "[Definition]\nfailregex = ^failed from <HOST>$\n");
        _folder.Write("action.d/nothing.conf", "[Definition]\nactionban = true\nactionunban = true\n");
        _server = Process.Start(
            new ProcessStartInfo(
                "ip",
                ["netns", "exec", space.Name, Server, "-c", _folder.File(""), "-s", Socket, "-p", _folder.File("pid"), "-f", "start"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _server.OutputDataReceived += static (_, _) => { };
        _server.ErrorDataReceived += static (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
    }

    public string Database => _folder.File("fail2ban.sqlite3");

    private string Socket => _folder.File("socket");

    /// <summary>Starts it, and waits until its jail runs.</summary>
    public static async Task<Fail2banServer> StartAsync(NetworkNamespace space)
    {
        Assert.SkipUnless(File.Exists(Server) && File.Exists(Client), "The package fail2ban is needed.");
        var server = new Fail2banServer(space);
        var begun = TimeProvider.System.GetTimestamp();
        while (!(await server.TryAsync("status", "test")).IsFine)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "fail2ban must start: " + server.Log);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        return server;
    }

    /// <summary>Asks it something.</summary>
    public async Task AskAsync(params string[] request)
    {
        var (isFine, output) = await TryAsync(request);
        isFine.Should().BeTrue(output + Log);
    }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.WaitForExit();
        _server.Dispose();
        _folder.Dispose();
    }

    private string Log => File.Exists(_folder.File("log")) ? File.ReadAllText(_folder.File("log")) : "";

    private async Task<(bool IsFine, string Output)> TryAsync(params string[] request)
    {
        using var client = ToolProcess.StartProgram(
            "/",
            null,
            ["ip", "netns", "exec", _space.Name, Client, "-c", _folder.File(""), "-s", Socket, .. request]
        );
        return (await client.ExitAsync() == 0, client.OutputText + client.ErrorText);
    }
}
