using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>Damages what programs write.</summary>
internal sealed class DamagingRunner(ICommandRunner inner) : ICommandRunner
{
    public Func<byte[], byte[]> Damage { get; set; } = static output => output;

    public async ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        var result = await inner.RunAsync(command, cancellationToken);
        return result with { StandardOutput = Damage(result.StandardOutput.ToArray()) };
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => inner.ConverseAsync(command, dialogue, cancellationToken);
}
