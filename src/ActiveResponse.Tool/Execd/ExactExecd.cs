using ActiveResponse.Execd;
using ActiveResponse.Processes;

namespace ActiveResponse.Tool.Execd;

/// <summary><c>execd --exact</c>: what the original does, to the letter.</summary>
internal static class ExactExecd
{
    public static async Task<int> RunAsync(ExecdFolder folder, CancellationToken told)
    {
        using var signals = new StopSignals(told);
        var reading = ExecdStart.Read(folder);
        if (await ExecdStart.StopEarlyAsync(folder, reading, ExitCodes.Findings, signals.Token) is { } code)
        {
            return code;
        }

        using var pid = new PidFile(folder);
        using var queue = ExecdSocket.Bind(folder, ExecdNotes.Tell);
        var machine = ExecdMachines.Of(folder, reading.Daemon.RepeatedOffenderMinutes, TimeProvider.System, ExecdNotes.Tell);
        var host = new ExecdHost(machine, queue, folder, CommandRunner.Native(TimeProvider.System), TimeProvider.System, ExecdNotes.Tell);
        Console.WriteLine($"execd of {folder.Dialect.ToString().ToLowerInvariant()}, to the letter: listening at {folder.Queue}");
        try
        {
            await host.RunAsync(signals.Token);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        ExecdNotes.Tell(new ExecdNote("1314", "told to stop: what is in place is taken back."));
        await host.StopAsync();

        // A signal is how execd ends, and it ends with this.
        return ExitCodes.Findings;
    }
}
