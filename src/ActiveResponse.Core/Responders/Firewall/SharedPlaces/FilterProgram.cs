using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Runs one program of a packet filter.</summary>
internal sealed class FilterProgram(string name, ICommandRunner runner)
{
    // A hundred thousand entries take some four million bytes.
    private const int MaxListBytes = 64 * 1024 * 1024;

    public string Name => name;

    public ValueTask<CommandResult> RunAsync(CancellationToken cancellationToken, params ReadOnlySpan<string> arguments) =>
        runner.RunAsync(new CommandInvocation(name, arguments), cancellationToken);

    /// <summary>Runs it with lines to read.</summary>
    public ValueTask<CommandResult> FeedAsync(
        IEnumerable<string> lines,
        CancellationToken cancellationToken,
        params ReadOnlySpan<string> arguments
    )
    {
        var input = new StringBuilder();
        foreach (var line in lines)
        {
            input.Append(line).Append('\n');
        }

        return runner.RunAsync(
            new CommandInvocation(name, arguments) { StandardInput = Encoding.ASCII.GetBytes(input.ToString()) },
            cancellationToken
        );
    }

    /// <summary>Runs it for a list, however long.</summary>
    /// <exception cref="PacketFilterException">The list is longer than is read.</exception>
    public async ValueTask<CommandResult> ListAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await runner
            .RunAsync(new CommandInvocation(name, arguments) { MaxCapturedBytes = MaxListBytes }, cancellationToken)
            .ConfigureAwait(false);
        return result.OutputTruncated
            ? throw new PacketFilterException($"The list of {name} {string.Join(' ', arguments)} is longer than {MaxListBytes} bytes.")
            : result;
    }

    /// <summary>Runs it for a list that it must give.</summary>
    /// <exception cref="PacketFilterException">It can't.</exception>
    public async ValueTask<string> RequireListAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await ListAsync(cancellationToken, arguments).ConfigureAwait(false);
        return result.IsSuccess ? result.OutputText : throw new PacketFilterException(ProgramErrors.Explain(name, result));
    }

    /// <summary>The lines of a list, without blanks around them.</summary>
    public static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
