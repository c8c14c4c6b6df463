using ActiveResponse.Processes;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Processes;

[Collection(ProcessesCollection.Name)]
public sealed class ChildWatchTests : IDisposable
{
    private readonly ScriptBox _box = new();
    private readonly CommandRunner _runner = new(new SpawnLauncher(), TimeProvider.System);

    public void Dispose() => _box.Dispose();

    [LinuxFact]
    public async Task No_program_has_a_thread_of_its_own()
    {
        var stop = Path.Combine(_box.Folder, "stop");
        var waiting = new CommandInvocation(_box.Shell("waiting", $"echo up; until [ -e {stop} ]; do sleep 0.05; done"));
        using var up = new CountdownEvent(8);
        var runs = Enumerable
            .Range(0, 8)
            .Select(_ =>
                _runner
                    .ConverseAsync(
                        waiting,
                        async (talk, token) =>
                        {
                            (await talk.ReadLineAsync(9, TimeSpan.FromMinutes(1), token)).Status.Should().Be(LineStatus.Line);
                            up.Signal();
                        },
                        CancellationToken.None
                    )
                    .AsTask()
            )
            .ToArray();

        await Task.Run(up.Wait).WaitAsync(TimeSpan.FromMinutes(1));
        Threads("children of act").Should().BePositive();
        Threads("child of active").Should().Be(0);

        await File.WriteAllTextAsync(stop, "");
        (await Task.WhenAll(runs)).Should().OnlyContain(static result => result.IsSuccess);
    }

    [LinuxFact]
    public async Task Who_blocks_after_a_run_holds_no_other_up()
    {
        using var release = new ManualResetEventSlim();
        var blocked = Task.Run(async () =>
        {
            await _runner.RunAsync(new CommandInvocation("true"), CancellationToken.None);
            release.Wait();
        });

        for (var i = 0; i < 5; i++)
        {
            var result = await _runner
                .RunAsync(new CommandInvocation("echo", "there"), CancellationToken.None)
                .AsTask()
                .WaitAsync(TimeSpan.FromMinutes(1));
            result.OutputText.Should().Be("there\n");
        }

        release.Set();
        await blocked;
    }

    [LinuxFact]
    public async Task A_program_that_floods_its_output_takes_turns_with_the_others()
    {
        using var stop = new CancellationTokenSource();
        var flood = _runner.RunAsync(new CommandInvocation("yes") with { MaxCapturedBytes = 100 }, stop.Token).AsTask();

        for (var i = 0; i < 5; i++)
        {
            (
                await _runner
                    .RunAsync(new CommandInvocation("echo", "there"), CancellationToken.None)
                    .AsTask()
                    .WaitAsync(TimeSpan.FromMinutes(1))
            )
                .OutputText.Should()
                .Be("there\n");
        }

        await stop.CancelAsync();
        await ((Func<Task>)(() => flood)).Should().ThrowAsync<OperationCanceledException>();
    }

    [LinuxFact]
    public async Task The_thread_ends_when_there_is_nothing_to_wait_for_and_comes_back()
    {
        var watch = new ChildWatch(lingerMilliseconds: 1);
        for (var round = 0; round < 3; round++)
        {
            var told = new Told();
            using (var ended = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In))
            {
                ended.DisposeLocalCopyOfClientHandle();
                var descriptor = (int)ended.SafePipeHandle.DangerousGetHandle();
                var number = watch.Add(descriptor, told);
                number.Should().BePositive();
                await told.Heard.Task.WaitAsync(TimeSpan.FromMinutes(1));
                watch.IsRunning.Should().BeTrue("something is watched");
                watch.Remove(number, descriptor);
            }

            await Until.TrueAsync(() => !watch.IsRunning);
        }
    }

    // The kernel keeps the first 15 letters of a name.
    private static int Threads(string name) => Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task) == name);

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    private sealed class Told : IWatched
    {
        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Ready() => Heard.TrySetResult();
    }
}
