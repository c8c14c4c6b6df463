using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Benchmarks.Firewall;

/// <summary>A firewalld with a D-Bus and a folder of its own, in this network namespace. Runs programs on that bus.</summary>
internal sealed class FirewalldHost : ICommandRunner, IAsyncDisposable
{
    public static readonly CommandLimits Patient = new() { StopAfter = TimeSpan.FromMinutes(30) };

    // firewalld loads its Python modules and its whole configuration first; on a busy machine that takes seconds.
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(1);

    private readonly CommandRunner _runner = new(TimeProvider.System);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _daemons = [];
    private string _process = "";

    private FirewalldHost() { }

    public string Folder { get; } = Directory.CreateTempSubdirectory("firewalld-benchmark-").FullName;

    /// <summary>The address of its bus.</summary>
    public string Bus => $"unix:path={Folder}/bus";

    public static async Task<FirewalldHost> StartAsync()
    {
        var host = new FirewalldHost();
        try
        {
            await host.StartDaemonsAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }

    /// <summary>The processor time that firewalld has taken, in milliseconds; the kernel counts it in steps of ten.</summary>
    public double ProcessorTime()
    {
        // After the name in parentheses: state and ten numbers, and then ticks of a hundredth of a second.
        var fields = File.ReadAllText($"{_process}/stat").Split(") ", 2)[1].Split(' ');
        return 10 * (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture));
    }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        _runner.RunAsync(
            command with
            {
                Environment = ImmutableDictionary<string, string>.Empty.Add("DBUS_SYSTEM_BUS_ADDRESS", Bus),
            },
            cancellationToken
        );

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_daemons.Select(static daemon => daemon.ContinueWith(static _ => { }, TaskScheduler.Default)));
        _end.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartDaemonsAsync()
    {
        await File.WriteAllTextAsync(
            $"{Folder}/bus.conf",
            $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><type>custom</type><listen>{Bus}</listen><auth>EXTERNAL</auth>
            <policy context="default"><allow user="*"/><allow send_destination="*"/>
            <allow receive_sender="*"/><allow own="*"/></policy></busconfig>
            """
        );
        Directory.CreateDirectory($"{Folder}/etc");
        Start("dbus-daemon", $"--config-file={Folder}/bus.conf", "--nofork", "--nopidfile");
        await UntilAsync("dbus-daemon", () => Task.FromResult(File.Exists($"{Folder}/bus")));

        string[] arguments = ["--nofork", "--nopid", "--system-config", $"{Folder}/etc", "--log-file", $"{Folder}/log"];
        Start("firewalld", arguments);
        await UntilAsync("firewalld", async () => (await RunAsync(new CommandInvocation("firewall-cmd", "--state"), _end.Token)).IsSuccess);

        _process = Directory
            .GetDirectories("/proc")
            .First(process =>
                File.Exists($"{process}/cmdline")
                && File.ReadAllText($"{process}/cmdline").Contains($"firewalld\0--nofork\0--nopid\0--system-config\0{Folder}/etc")
            );
    }

    // A daemon that has ended never answers, so there is nothing to wait for.
    private async Task UntilAsync(string daemon, Func<Task<bool>> isThere)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isThere())
        {
            if (_daemons.Find(static one => one.IsCompleted) is Task<CommandResult> ended)
            {
                var result = await ended;
                throw new InvalidOperationException($"{daemon} doesn't answer, and a daemon ended: {result.ErrorText} {result.Detail}");
            }

            if (Stopwatch.GetElapsedTime(start) > StartsWithin)
            {
                throw new TimeoutException($"{daemon} didn't answer within {StartsWithin.TotalSeconds:0} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private void Start(string program, params string[] arguments) =>
        _daemons.Add(RunAsync(new CommandInvocation(program, arguments) { Limits = Patient }, _end.Token).AsTask());
}
