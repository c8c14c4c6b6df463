using ActiveResponse.Processes;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>Starts programs before, during and after which the process may die.</summary>
internal sealed class KillingRunner(ICommandRunner inner, KillPlan plan) : ICommandRunner
{
    public async ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        plan.Pass("command.before");
        if (plan.IsAt("command.during"))
        {
            var running = Task.Run(() => inner.RunAsync(command, CancellationToken.None).AsTask(), CancellationToken.None);
            await Task.WhenAny(
                running,
                Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(8)), TimeProvider.System, CancellationToken.None)
            );
            plan.Die();
        }

        var result = await inner.RunAsync(command, cancellationToken);
        plan.Pass("command.after");
        return result;
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => inner.ConverseAsync(command, dialogue, cancellationToken);
}
