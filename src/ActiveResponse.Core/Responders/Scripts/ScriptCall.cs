using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>How a script would be started for one order; computed without side effects.</summary>
public sealed record ScriptCall
{
    private ScriptCall() { }

    /// <summary>How the script gets its message.</summary>
    public ScriptProtocol Protocol { get; private init; }

    /// <summary>The program and its arguments; the program alone if the script reads standard input, or is refused. A byte that isn't UTF-8
    /// is a lone U+DC80–U+DCFF.</summary>
    public ImmutableArray<string> Argv { get; private init; } = [];

    /// <summary>The first line for its standard input, without the line end; null if it gets arguments, or is refused. A byte that isn't
    /// UTF-8 is a lone U+DC80–U+DCFF.</summary>
    public string? Stdin { get; private init; }

    /// <summary>Why the script would not be started for this order, or null.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Whether <see cref="Stdin"/> has only the subject instead of the alert, because the alert is too long or not JSON.</summary>
    public bool AlertShortened { get; private init; }

    /// <summary>Computes how a script would be started. Missing parts of an order become placeholders.</summary>
    /// <param name="order">The order.</param>
    /// <param name="action">Apply or revert.</param>
    /// <param name="protocol">The script's protocol.</param>
    /// <param name="program">The path the script is started by; the executable of the order's command if null.</param>
    public static ScriptCall Describe(ResponseOrder order, ScriptAction action, ScriptProtocol protocol, string? program = null) =>
        Describe(order, action, protocol, program, isHandedOn: false);

    internal static ScriptCall Describe(ResponseOrder order, ScriptAction action, ScriptProtocol protocol, string? program, bool isHandedOn)
    {
        ArgumentNullException.ThrowIfNull(order);
        program ??= order.Command.Executable;
        var call = new ScriptCall { Protocol = protocol, Argv = [program] };
        if (ScriptBorder.Refuse(order.Subject) is { } refusal)
        {
            return call with { Refusal = refusal };
        }

        if (protocol.IsOnStandardInput())
        {
            var line = ScriptMessage.Of(protocol, order, ScriptMessage.CommandOf(protocol, action), program, out var shortened, isHandedOn);
            return line.Length <= ScriptMessage.MaxBytes
                ? call with
                {
                    Stdin = LosslessText.Decode(line),
                    AlertShortened = shortened,
                }
                : call with
                {
                    Refusal = "the message is longer than a Wazuh program reads",
                };
        }

        return OssecArguments.TryMake(order, action, out var arguments, out refusal)
            ? call with
            {
                Argv = [program, .. arguments],
            }
            : call with
            {
                Refusal = refusal,
            };
    }
}
