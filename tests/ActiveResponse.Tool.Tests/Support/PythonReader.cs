using System.Diagnostics;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>Daemons of a manager in another language: reads datagrams of two queues and tells each as <c>queue text</c>, until its input
/// ends.</summary>
internal sealed class PythonReader : IDisposable
{
    private const string Program = """
        import os, select, socket, sys
        queues = {}
        for path in sys.argv[1:]:
            queue = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            queue.bind(path)
            os.chmod(path, 0o660)
            queues[queue] = os.path.basename(path)
        print("ready", flush=True)
        while True:
            readable, _, _ = select.select([*queues, sys.stdin], [], [])
            for queue in readable:
                if queue is sys.stdin:
                    sys.exit()
                data = queue.recv(70000)
                assert data.endswith(b"\0") and data.count(b"\0") == 1, data
                print(queues[queue], data[:-1].decode(), flush=True)
        """;

    private readonly Process _process;

    private PythonReader(Process process) => _process = process;

    /// <summary>Starts it on the queues of a manager's folder, which is made.</summary>
    public static async Task<PythonReader> StartAsync(string home)
    {
        var queues = Directory.CreateDirectory(Path.Combine(home, "queue", "alerts")).FullName;
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        Array.ForEach(["-c", Program, Path.Combine(queues, "execq"), Path.Combine(queues, "ar")], start.ArgumentList.Add);
        var reader = new PythonReader(Process.Start(start)!);
        (await reader.NextAsync()).Should().Be("ready");
        return reader;
    }

    /// <summary>The next message.</summary>
    public async Task<string?> NextAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
