using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The talk with a Wazuh program that is to put an effect in place: the message, its keys, go on or not.</summary>
internal sealed class KeysDialogue(
    ScriptProtocol protocol,
    ResponseOrder order,
    string program,
    ReadOnlyMemory<byte> first,
    ScriptSettings settings
)
{
    /// <summary>What was learned, for the result's detail.</summary>
    public string? Note { get; private set; }

    /// <summary>The effect that holds the program's keys already, so that the program was told to abort; or null.</summary>
    public ActionKey? HeldBy { get; private set; }

    /// <summary>What the program has named its effect; null when it hasn't.</summary>
    public Subject? Named { get; private set; }

    /// <summary>Whether the program was told to go on, so that it may have acted whatever its exit code says.</summary>
    public bool WentOn { get; private set; }

    public async ValueTask ConverseAsync(ICommandConversation talk, CancellationToken cancellationToken)
    {
        if (!await talk.WriteLineAsync(first, cancellationToken).ConfigureAwait(false))
        {
            // It may have answered before it went; the answer is still there to be read.
            Note = "it did not read its message";
        }

        var line = await talk.ReadLineAsync(CheckKeys.MaxLineBytes, settings.KeysWithin, cancellationToken).ConfigureAwait(false);
        if (line.Status is LineStatus.EndOfOutput or LineStatus.TimedOut)
        {
            Note ??= "it named no keys";
            return;
        }

        // execd goes on after any line. One that is no check_keys it registers under the program's name alone, as if all targets were one;
        // here its subject keeps them apart.
        var keys = line.Status == LineStatus.Line ? CheckKeys.Read(line.Bytes) : null;
        Note = keys is { } named ? $"keys {Join(named)}" : "its answer is no check_keys message";

        // What can't be taken back, or has no timeout, is run for each alert, and nothing of it is held.
        var isKept = order.Command.TimeoutAllowed && (order.Timeout != TimeSpan.Zero || order.IsByHand);
        Named = SubjectOf(keys ?? []);
        HeldBy = isKept
            ? settings.Keys.Claim(order.Key with { Subject = Named }, keys ?? [], isNew: SubjectKeys.IsOfOrder(order.Subject.Keys))
            : null;
        WentOn = HeldBy is null;
        var answer = ScriptMessage.Of(protocol, order, WentOn ? "continue" : "abort", program, out _, settings.HandsMessagesOn);
        await talk.WriteLineAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    // An order that wasn't asked for its keys before is for the effect it says.
    private Subject SubjectOf(ImmutableArray<string> keys)
    {
        if (!SubjectKeys.IsOfOrder(order.Subject.Keys))
        {
            return order.Subject;
        }

        if (SubjectKeys.OfNames(keys) is { } names)
        {
            return order.Subject with { Keys = names };
        }

        return order.Subject.Kinds == SubjectKinds.None ? order.Subject : order.Subject with { Keys = null };
    }

    private static string Join(ImmutableArray<string> keys) => keys.IsEmpty ? "-" : ScriptText.OneLine(string.Join(' ', keys));
}
