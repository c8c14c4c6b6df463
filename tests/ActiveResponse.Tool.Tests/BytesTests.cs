using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

/// <summary>A byte that isn't UTF-8 reaches a script as it came: by arguments and in JSON, from <c>run</c> and from <c>execd</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BytesTests : IDisposable
{
    private static readonly UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ossec", "echo \"$*\"")]
    [InlineData("wazuh", "read -r line; printf '%s\\n' \"$line\"")]
    public async Task Run_hands_a_file_name_on_byte_for_byte(string dialect, string say)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shell scripts are needed");
        Directory.CreateDirectory(_folder.File("bin"));
        File.SetUnixFileMode(_folder.Write("bin/p.sh", $"#!/bin/sh\n{{ {say}; }} >> {_folder.File("said")}\n"), Runnable);
        var expect = dialect == "ossec" ? "<expect>filename</expect>" : "";
        var config = _folder.Write(
            "ossec.conf",
            $"""
            <ossec_config>
              <command><name>p</name><executable>p.sh</executable>{expect}<timeout_allowed>no</timeout_allowed></command>
              <active-response><command>p</command><location>local</location><rules_id>550</rules_id></active-response>
            </ossec_config>
            """
        );
        var alert =
            dialect == "ossec"
                ? """{"rule":{"level":7,"sidid":550,"group":"ossec,"""
                    + """syscheck,"},"id":"1.1","location":"syscheck","SyscheckFile":{"path":"/srv/evilX.php"}}"""
                : """{"rule":{"level":7,"id":"550","groups":["syscheck"]},"id":"1.1","agent":"""
                    + """{"id":"000"},"location":"syscheck","syscheck":{"path":"/srv/evilX.php"}}""";
        await File.WriteAllBytesAsync(_folder.File("alerts.json"), Bytes(alert + "\n"));

        using var run = await ToolProcess.RunAsync(
            "run",
            "--config",
            config,
            "--dialect",
            dialect,
            "--alerts",
            _folder.File("alerts.json"),
            "--from-start",
            "--exit-when-idle",
            "--scripts",
            _folder.File("bin")
        );

        run.OutputText.Should().Contain("applied").And.Contain("/srv/evil\\xe9.php", run.ErrorText);
        (await File.ReadAllBytesAsync(_folder.File("said"))).AsSpan().IndexOf(Bytes("/srv/evilX.php")).Should().BePositive();
    }

    [Theory]
    [InlineData(true, "--exact")]
    [InlineData(true, "--state", "none")]
    [InlineData(false, "--exact")]
    [InlineData(false, "--state", "none")]
    public async Task Execd_hands_a_message_on_byte_for_byte_and_starts_what_comes_after_it(bool isOssec, params string[] options)
    {
        using var home = new ExecdHome(isOssec, "blk600 - blk - 600\n");
        await home.StartAsync(options);
        var (first, other) = isOssec
            ? ("blk600 - 203.0.113.7 1.1 5712 /var/www/cafX/access.log -", "blk600 - 203.0.113.8 1.2 5712 /var/log/auth.log -")
            : (Wazuh4("203.0.113.7", "cafX"), Wazuh4("203.0.113.8", "x"));

        Send(home, Bytes(first), Bytes(other));
        await home.CallsAsync(isOssec ? 2 : 4);

        var calls = await File.ReadAllBytesAsync(home.PathOf("calls"));
        calls.AsSpan().IndexOf(Bytes("cafX")).Should().BePositive();
        home.Calls.Should().Contain("203.0.113.8");
    }

    [Theory]
    [InlineData("--exact")]
    [InlineData("--state", "none")]
    public async Task Execd_hands_extra_arguments_on_as_they_came(params string[] options)
    {
        const string Arguments = """["name","Some Long Name","","a\tb",{"x":[null,1]}]""";
        using var home = new ExecdHome(isOssec: false, "blk600 - blk - 600\n");
        await home.StartAsync(options);

        home.Send(Wazuh4("203.0.113.7", "x", Arguments));
        await home.CallsAsync(2);

        home.Calls.Should()
            .Contain($"\"extra_args\":{Arguments},")
            .And.Contain("\"origin\":{\"name\":\"worker-7\",\"module\":\"wazuh-execd\"}");
    }

    private static string Wazuh4(string address, string log, string arguments = "[]") =>
        """{"version":1,"origin":{"name":"worker-7","module":"wazuh-analysisd"},"command":"blk600","parameters":"""
        + $$$"""{"extra_args":{{{arguments}}},"alert":{"rule":{"level":10,"id":"5712"},"id":"1.1","data":"""
        + $$$"""{"srcip":"{{{address}}}"},"full_log":"{{{log}}}"}} }""";

    // X stands for a byte that is no UTF-8 where it stands.
    private static byte[] Bytes(string text) => [.. Encoding.ASCII.GetBytes(text).Select(static b => b == 'X' ? (byte)0xe9 : b)];

    private static void Send(ExecdHome home, params byte[][] messages)
    {
        const string Sender =
            "import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\nfor m in sys.argv[2:]: "
            + "s.sendto(bytes.fromhex(m)+b'\\0',sys.argv[1])";
        using var python = Process.Start(
            "python3",
            ["-c", Sender, home.Queue, .. messages.Select(static message => Convert.ToHexString(message))]
        );
        python.WaitForExit();
        python.ExitCode.Should().Be(0);
    }
}
