using System.Collections.Immutable;

namespace ActiveResponse.Processes;

/// <summary>Starts a program that outlives this one in its own session, and relays its output until it is ready.</summary>
/// <remarks>
/// .NET can't fork, so starting the program again replaces the fork of a daemon. It signals readiness by <see cref="Ready"/> on standard
/// output.
/// </remarks>
internal static class DaemonStart
{
    /// <summary>ASCII end of transmission.</summary>
    public const byte Ready = 4;

    /// <summary>Starts it.</summary>
    /// <param name="program">Path to start, which the program sees as its own name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="said">Receives its output.</param>
    /// <returns>Its exit code if it ended before it was ready; 0 if it keeps running; null if it couldn't be started, which has been
    /// reported.</returns>
    public static async Task<int?> RunAsync(string program, ImmutableArray<string> arguments, Stream said)
    {
        var environment = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        var command = new CommandInvocation(program, arguments.AsSpan()) { Environment = environment.ToImmutable() };
        var launcher = new SpawnLauncher();
        if (!LaunchPlan.TryMake(command, launcher.TakesBytes, out var plan, out var refusal))
        {
            return await NotStartedAsync(said, refusal.Detail).ConfigureAwait(false);
        }

        var start = await launcher.StartAsync(plan).ConfigureAwait(false);
        if (start.Child is not { } child)
        {
            return await NotStartedAsync(said, start.Detail).ConfigureAwait(false);
        }

        using (child)
        {
            var errors = child.Error.CopyToAsync(said);
            if (await IsReadyAsync(child.Output, said).ConfigureAwait(false))
            {
                return 0;
            }

            await Task.WhenAll(errors, child.Ended).ConfigureAwait(false);
            return child.Reap() is { ExitCode: { } code } ? code : 1;
        }
    }

    private static async Task<bool> IsReadyAsync(Stream output, Stream said)
    {
        var buffer = new byte[4096];
        while (await output.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var length)
        {
            var ready = buffer.AsSpan(0, length).IndexOf(Ready);
            await said.WriteAsync(buffer.AsMemory(0, ready < 0 ? length : ready)).ConfigureAwait(false);
            if (ready >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<int?> NotStartedAsync(Stream said, string? why)
    {
        await said.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"active-response: can't be started: {why}\n")).ConfigureAwait(false);
        return null;
    }
}
