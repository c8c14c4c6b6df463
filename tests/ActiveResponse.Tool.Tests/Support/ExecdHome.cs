using System.Diagnostics;
using System.Runtime.Versioning;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>An installation of OSSEC or Wazuh with scripts that write down what they are told, and a sender in another language.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ExecdHome : IDisposable
{
    private const string OssecScript = "#!/bin/sh\necho \"$*\" >> \"${0%/*}/../../calls\"\n";

    private const string WazuhScript = """
        #!/bin/sh
        read -r first
        printf '%s\n' "$first" >> calls
        case "$first" in *'"command":"add"'*|*'"command":"enable"'*)
          ip=$(printf '%s\n' "$first" | sed 's/.*"\(srcip\|ip\)":"\([^"]*\)".*/\2/')
          echo '{"version":1,"origin":{"name":"blk","module":"active-response"},"command":"check_keys","parameters":{"keys":["'"$ip"'"]}}'
          read -r second
          printf '%s\n' "$second" >> calls
          ;;
        esac
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Folder _folder = new();
    private readonly List<ToolProcess> _processes = [];

    public ExecdHome(bool isOssec, string arConf, string ossecConf = "<ossec_config></ossec_config>")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Unix datagram sockets and shell scripts are needed.");
        Assert.SkipUnless(Directory.EnumerateFiles("/usr/bin", "python3").Any(), "The sender is written in Python.");
        foreach (var folder in (string[])["etc/shared", "queue/alerts", "active-response/bin", "logs", "var/run"])
        {
            Directory.CreateDirectory(_folder.File(folder));
        }

        _folder.Write("etc/ossec.conf", ossecConf);
        _folder.Write("etc/shared/ar.conf", arConf);
        Script("blk", isOssec ? OssecScript : WazuhScript);
        IsOssec = isOssec;
    }

    public bool IsOssec { get; }

    public string Path => _folder.File("");

    public string Queue => _folder.File("queue/alerts/execq");

    public string Calls => File.Exists(_folder.File("calls")) ? File.ReadAllText(_folder.File("calls")) : "";

    public string PathOf(string name) => _folder.File(name);

    public void Script(string name, string text) =>
        File.SetUnixFileMode(
            _folder.Write("active-response/bin/" + name, text),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );

    /// <summary>Starts the tool in execd's place and waits until it listens.</summary>
    public async Task<ToolProcess> StartAsync(params string[] options)
    {
        var tool = ToolProcess.Start(["execd", "--home", Path, "--dialect", IsOssec ? "ossec" : "wazuh", .. options]);
        _processes.Add(tool);
        await UntilAsync(() =>
            tool.ErrorText.Contains("listening at", StringComparison.Ordinal)
            || tool.OutputText.Contains("listening at", StringComparison.Ordinal)
        );
        return tool;
    }

    /// <summary>Sends messages from a Python program, each with a final NUL.</summary>
    public void Send(params string[] messages)
    {
        const string Sender =
            "import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\nfor m in sys.argv[2:]: "
            + "s.sendto(m.encode()+b'\\0',sys.argv[1])";
        using var python = Process.Start("python3", ["-c", Sender, Queue, .. messages]);
        python.WaitForExit();
        python.ExitCode.Should().Be(0);
    }

    public Task CallsAsync(int lines) => UntilAsync(() => Calls.Count(static c => c == '\n') >= lines);

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    public void Dispose()
    {
        _processes.ForEach(static process => process.Dispose());
        _folder.Dispose();
    }
}
