using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Accounts;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>Runs programs in a mount namespace where a copy of /etc with accounts of the test's own stands in the place of the real
/// one.</summary>
/// <remarks>The namespace lives as long as a process that reads from a pipe of ours: it ends with the test, however the test
/// ends.</remarks>
internal sealed class AccountsLab : ICommandRunner, IAsyncDisposable
{
    public const string Hash = "$6$salt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";

    private readonly CommandRunner _runner = new(TimeProvider.System);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-response-test-");
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];
    private Task _holder = Task.CompletedTask;
    private string _process = "";

    private AccountsLab() { }

    /// <summary>Why there can be none here; null when there can.</summary>
    private static string? WhyNot
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            {
                return "Mounts of one's own take root on Linux.";
            }

            if (!File.Exists("/usr/bin/passwd") || !File.Exists("/usr/bin/nsenter"))
            {
                return "The packages passwd and util-linux are needed.";
            }

            return null;
        }
    }

    /// <summary>The programs run for what is tested, with their arguments.</summary>
    public IReadOnlyList<string> CommandLines => _lines;

    public static async Task<AccountsLab> CreateAsync()
    {
        if (WhyNot is { } reason)
        {
            Assert.Skip(reason);
        }

        var lab = new AccountsLab();
        try
        {
            await lab.StartAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public DisableAccountResponder Responder(AccountOptions? options = null, OwnAccounts? own = null) =>
        new(options ?? new AccountOptions(), this, AccountSystem.Linux, own ?? new OwnAccounts([0], null, null));

    /// <summary>Adds an account, with what stands in the place of its hash.</summary>
    public void Add(string name, uint userId, string hash = Hash)
    {
        File.AppendAllText(
            PathOf("passwd"),
            string.Create(CultureInfo.InvariantCulture, $"{name}:x:{userId}:{userId}::/home/{name}:/bin/sh\n")
        );
        File.AppendAllText(PathOf("shadow"), $"{name}:{hash}:20000:0:99999:7:::\n");
    }

    public void Remove(string name)
    {
        foreach (var file in new[] { "passwd", "shadow" })
        {
            var lines = File.ReadAllLines(PathOf(file)).Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal));
            File.WriteAllLines(PathOf(file), lines.ToArray());
        }
    }

    /// <summary>What stands in the place of an account's hash.</summary>
    public string HashOf(string name) =>
        File.ReadLines(PathOf("shadow")).Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split(':')[1];

    public string Shadow() => File.ReadAllText(PathOf("shadow"));

    /// <summary>Runs a program in the namespace, past what is tested; it must succeed.</summary>
    public async Task<string> ExecAsync(params string[] command)
    {
        var result = await InsideAsync(new CommandInvocation(command[0], command[1..]), CancellationToken.None);
        return result.IsSuccess
            ? result.OutputText
            : throw new InvalidOperationException($"{string.Join(' ', command)}: {result.ErrorText}{result.Detail}");
    }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        lock (_lines)
        {
            _lines.Add(string.Join(' ', [command.Executable, .. command.Arguments]));
        }

        return InsideAsync(command, cancellationToken);
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("passwd is no talker");

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _holder;
        _folder.Delete(recursive: true);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, "etc", file);

    private ValueTask<CommandResult> InsideAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        ImmutableArray<string> arguments = [$"--mount=/proc/{_process}/ns/mnt", "--", command.Executable, .. command.Arguments];
        return _runner.RunAsync(command with { Executable = "nsenter", Arguments = arguments }, cancellationToken);
    }

    private async Task StartAsync()
    {
        var copy = await _runner.RunAsync(new CommandInvocation("cp", "-a", "/etc", _folder.FullName), CancellationToken.None);
        copy.IsSuccess.Should().BeTrue(copy.ErrorText);
        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = new CommandInvocation(
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            "mount --bind \"$1\" /etc && echo $$ && exec cat",
            "sh",
            Path.Combine(_folder.FullName, "etc")
        )
        {
            Limits = new CommandLimits { StopAfter = TimeSpan.FromHours(1) },
        };
        _holder = _runner
            .ConverseAsync(
                holder,
                async (talk, token) =>
                {
                    var line = await talk.ReadLineAsync(100, TimeSpan.FromMinutes(1), token);
                    started.SetResult(line.Status == LineStatus.Line ? Encoding.ASCII.GetString(line.Bytes.Span) : "");
                    await _end.Task;
                },
                CancellationToken.None
            )
            .AsTask();
        _process = await started.Task;
        Assert.SkipWhen(_process.Length == 0, "No mount namespace can be made here.");

        // Nothing goes on unless what is seen there is the copy.
        var mark = Guid.NewGuid().ToString();
        await File.WriteAllTextAsync(PathOf("active-response-mark"), mark);
        (await ExecAsync("cat", "/etc/active-response-mark")).Should().Be(mark);
    }
}
