using System.Text;
using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

/// <summary>Makes one address, wherever a program is given it, into one that no program takes.</summary>
internal sealed class Spoiler(ICommandRunner inner, AddressPrefix bad) : ICommandRunner
{
    private readonly Regex _bad = new($@"(?<![0-9.]){Regex.Escape(bad.ToString())}(?![0-9.])");

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        inner.RunAsync(
            command with
            {
                Arguments = [.. command.Arguments.Select(Spoil)],
                StandardInput = Encoding.ASCII.GetBytes(Spoil(Encoding.ASCII.GetString(command.StandardInput.Span))),
            },
            cancellationToken
        );

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => inner.ConverseAsync(command, dialogue, cancellationToken);

    private string Spoil(string text) => _bad.Replace(text, "192.0.2.300");
}
