using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>What a script would be started with for one order; made without running or looking at anything.</summary>
public sealed record ScriptCall
{
    private ScriptCall() { }

    /// <summary>How the script gets its message.</summary>
    public ScriptProtocol Protocol { get; private init; }

    /// <summary>The program and its arguments; the program alone when the script reads standard input, or is refused. A byte that
    /// isn't UTF-8 is a lone U+DC80–U+DCFF.</summary>
    public ImmutableArray<string> Argv { get; private init; } = [];

    /// <summary>The first line for its standard input, without the line end; null when it gets arguments, or is refused. A byte that
    /// isn't UTF-8 is a lone U+DC80–U+DCFF.</summary>
    public string? Stdin { get; private init; }

    /// <summary>Why the script would not be started for this order, or null.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Whether the alert was left out of <see cref="Stdin"/> but for the subject, because it is too long or not JSON.</summary>
    public bool AlertShortened { get; private init; }

    /// <summary>Says what a script would be started with. Parts an order lacks become placeholders.</summary>
    /// <param name="order">The order.</param>
    /// <param name="action">Put in place, or take back.</param>
    /// <param name="protocol">How the script is told.</param>
    /// <param name="program">The script's path as it is started; the executable of the order's command if null.</param>
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
