using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The dialogue with a Wazuh program that applies an effect: the message, its keys, go on or abort.</summary>
internal sealed class KeysDialogue(
    ScriptProtocol protocol,
    ResponseOrder order,
    string program,
    ReadOnlyMemory<byte> first,
    ScriptSettings settings
)
{
    /// <summary>A note for the result's detail.</summary>
    public string? Note { get; private set; }

    /// <summary>The effect that already holds the program's keys, so that the reply was to abort; otherwise null.</summary>
    public ActionKey? HeldBy { get; private set; }

    /// <summary>The program's name for its effect; null if it gave none.</summary>
    public Subject? Named { get; private set; }

    /// <summary>Whether the reply was to continue, so that the program may have acted whatever its exit code.</summary>
    public bool WentOn { get; private set; }

    public async ValueTask ConverseAsync(ICommandConversation talk, CancellationToken cancellationToken)
    {
        if (!await talk.WriteLineAsync(first, cancellationToken).ConfigureAwait(false))
        {
            // A program may reply and exit at once; the reply can still be read.
            Note = "it didn't read its message";
        }

        var line = await talk.ReadLineAsync(CheckKeys.MaxLineBytes, settings.KeysWithin, cancellationToken).ConfigureAwait(false);
        if (line.Status is LineStatus.EndOfOutput or LineStatus.TimedOut)
        {
            Note ??= "it returned no keys";
            return;
        }

        // execd goes on after any line. Without check_keys it uses the program's name alone, as if all targets were one; here the subject
        // keeps them apart.
        var keys = line.Status == LineStatus.Line ? CheckKeys.Read(line.Bytes) : null;
        Note = keys is { } named ? $"keys {Join(named)}" : "its reply isn't a check_keys message";

        // An effect that can't be reverted, or has no timeout, is run for each alert and isn't held.
        var isKept = order.Command.TimeoutAllowed && (order.Timeout != TimeSpan.Zero || order.IsByHand);
        Named = SubjectOf(keys ?? []);
        HeldBy = isKept
            ? settings.Keys.Claim(order.Key with { Subject = Named }, keys ?? [], isNew: SubjectKeys.IsOfOrder(order.Subject.Keys))
            : null;
        WentOn = HeldBy is null;
        var answer = ScriptMessage.Of(protocol, order, WentOn ? "continue" : "abort", program, out _, settings.HandsMessagesOn);
        await talk.WriteLineAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    // An order whose keys weren't requested before is for the effect it names.
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
