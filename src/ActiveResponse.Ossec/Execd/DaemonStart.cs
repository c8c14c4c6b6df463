using System.Collections.Immutable;
using ActiveResponse.Processes;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Starts a program that outlives this one, in a session of its own, and passes on its output until it is ready. Linux.</summary>
/// <remarks>.NET can't fork, so the program is started again instead. It reports readiness by <see cref="Ready"/> on standard
/// output.</remarks>
public static class DaemonStart
{
    /// <summary>The byte a ready program writes to standard output: end of transmission.</summary>
    public const byte Ready = 4;

    /// <summary>Starts the program.</summary>
    /// <param name="program">The path to start, which the program sees as its own name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Receives its output.</param>
    /// <returns>Its exit code if it ended before it was ready; 0 if it goes on. Null if it can't be started; the reason is written to
    /// <paramref name="output"/>.</returns>
    public static async Task<int?> RunAsync(string program, ImmutableArray<string> arguments, Stream output)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(output);
        var environment = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        var command = new CommandInvocation(program, arguments.AsSpan()) { Environment = environment.ToImmutable() };
        var launcher = new SpawnLauncher();
        if (!LaunchPlan.TryMake(command, launcher.TakesBytes, out var plan, out var refusal))
        {
            return await NotStartedAsync(output, refusal.Detail).ConfigureAwait(false);
        }

        var start = await launcher.StartAsync(plan).ConfigureAwait(false);
        if (start.Child is not { } child)
        {
            return await NotStartedAsync(output, start.Detail).ConfigureAwait(false);
        }

        using (child)
        {
            var errors = child.Error.CopyToAsync(output);
            if (await IsReadyAsync(child.Output, output).ConfigureAwait(false))
            {
                return 0;
            }

            await Task.WhenAll(errors, child.Ended).ConfigureAwait(false);
            return child.Reap() is { ExitCode: { } code } ? code : 1;
        }
    }

    private static async Task<bool> IsReadyAsync(Stream programOutput, Stream output)
    {
        var buffer = new byte[4096];
        while (await programOutput.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var length)
        {
            var ready = buffer.AsSpan(0, length).IndexOf(Ready);
            await output.WriteAsync(buffer.AsMemory(0, ready < 0 ? length : ready)).ConfigureAwait(false);
            if (ready >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<int?> NotStartedAsync(Stream output, string? why)
    {
        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"active-response: can't be started: {why}\n")).ConfigureAwait(false);
        return null;
    }
}
