using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Notifications;

/// <summary>Runs a program for each notification.</summary>
internal sealed class ProgramSender(ProgramNotificationOptions options, ICommandRunner runner) : INotificationSender
{
    public string Name => options.ToString();

    public async Task<SendResult> SendAsync(string text, CancellationToken cancellationToken)
    {
        var program = new CommandInvocation(options.Executable, options.Arguments.AsSpan())
        {
            StandardInput = Encoding.UTF8.GetBytes($"{text}\n"),
            Limits = CommandLimits.Default with { StopAfter = options.Timeout },
            MaxCapturedBytes = 1024,
        };
        var result = await runner.RunAsync(program, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { IsSuccess: true } => SendResult.Delivered,
            { StartFailure: not null } => SendResult.Final(result.Detail ?? "it couldn't be started"),
            { Outcome: CommandOutcome.Exited } => SendResult.Retry(
                FormattableString.Invariant($"it ended with {result.ExitCode}{Said(result.ErrorText)}")
            ),
            _ => SendResult.Retry(FormattableString.Invariant($"it didn't end within {options.Timeout.TotalSeconds} s")),
        };
    }

    private static string Said(string error) => string.IsNullOrWhiteSpace(error) ? "" : $": {SafeText.Of(error.Trim(), 200)}";
}
