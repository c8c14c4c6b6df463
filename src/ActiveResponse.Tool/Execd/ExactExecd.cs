using System.Collections.Immutable;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Tool.Execd;

/// <summary><c>execd --exact</c>: behaves exactly like the original.</summary>
internal static class ExactExecd
{
    public static async Task<int> RunAsync(
        ExecdFolder folder,
        ImmutableDictionary<string, ScriptOverrides> overrides,
        Action? whenReady,
        CancellationToken stop
    )
    {
        using var signals = new StopSignals(stop);
        var reading = ExecdStart.Read(folder);
        if (await ExecdStart.StopEarlyAsync(folder, reading, ExitCodes.Findings, whenReady, signals.Token) is { } code)
        {
            return code;
        }

        using var pid = new PidFile(folder, ExecdNotes.Write);
        using var queue = await ExecdSocket.BindAsync(
            folder,
            ExecdNotes.Write,
            whenReady is null ? TimeSpan.Zero : ExecdSocket.RestartPatience,
            signals.Token
        );
        var host = new ExecdHost(
            folder,
            reading.Daemon.RepeatedOffenderMinutes,
            queue,
            CommandRunner.Native(TimeProvider.System),
            TimeProvider.System,
            ExecdNotes.Write,
            overrides
        );
        Console.WriteLine($"execd of {folder.Dialect.ToString().ToLowerInvariant()}, exact: listening at {folder.Queue}");
        whenReady?.Invoke();
        try
        {
            await host.RunAsync(signals.Token);
        }
        catch (OperationCanceledException)
        {
            // Canceled.
        }

        ExecdNotes.Write(new ExecdNote("1314", "stopping: reverting what is in place."));
        await host.StopAsync();

        // execd ends by a signal, with this exit code.
        return ExitCodes.Findings;
    }
}
