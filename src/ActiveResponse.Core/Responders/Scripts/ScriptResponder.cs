using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Planning;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Runs one executable of the script folder, over its protocol.</summary>
internal sealed class ScriptResponder(
    string executable,
    ScriptFolder folder,
    ScriptProtocol protocol,
    ExpectedFields expect,
    ICommandRunner runner,
    ScriptSettings? settings = null
) : IPlaceNaming, INamingResponder
{
    private readonly ScriptSettings _settings = settings ?? new ScriptSettings();

    public string Name => executable;

    public ResponderNeeds Needs { get; } = ScriptNeeds.Of(protocol, executable, expect);

    public string PlaceFor(ResponseOrder order) => ScriptHome.Of(folder, executable, protocol);

    // The record holds the protocol too: an effect is reverted over the protocol it was applied with, whatever is configured today.
    public bool IsAt(string place) => ScriptHome.ProtocolOf(place, folder, executable) is not null;

    // With arguments there are no keys: two orders that name nothing are two effects.
    public bool MustBeAsked(ResponseOrder order) =>
        order.Subject.Kinds == SubjectKinds.None || (protocol.IsOnStandardInput() && Needs.Required == SubjectKinds.None);

    public void Remember(ActionKey effect)
    {
        if (Needs.Required == SubjectKinds.None || effect.Subject.Keys is not null)
        {
            _settings.Keys.Remember(effect);
        }
    }

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var stays = false;
        var effect = context.Order.Key;
        try
        {
            var result = await RunAsync(context.Order, ScriptAction.Add, protocol, cancellationToken).ConfigureAwait(false);
            stays = result.Outcome == ActionOutcome.Applied || result.MayBeInPlace;
            effect = result.Named is { } named ? effect with { Subject = named } : effect;
            return result;
        }
        catch (OperationCanceledException)
        {
            // The effect may be in place, and is treated as such.
            stays = true;
            throw;
        }
        finally
        {
            if (!stays)
            {
                _settings.Keys.Release(effect);
            }
        }
    }

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var result = await RunAsync(context.Order, ScriptAction.Delete, ProtocolOf(context.Place), cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            _settings.Keys.Release(context.Order.Key);
        }

        return result;
    }

    private ScriptProtocol ProtocolOf(string? recorded) =>
        EffectPlaces
            .Read(recorded)
            .Select(place => ScriptHome.ProtocolOf(place, folder, executable))
            .LastOrDefault(static found => found is not null)
        ?? protocol;

    private async ValueTask<ResponderResult> RunAsync(
        ResponseOrder order,
        ScriptAction action,
        ScriptProtocol spoken,
        CancellationToken cancellationToken
    )
    {
        if (!folder.TryFind(executable, out var path, out var reason))
        {
            // A revert is retried: the administrator may repair the script.
            return action == ScriptAction.Add ? ResponderResult.Refused(reason) : ResponderResult.Failed(reason);
        }

        var place = ScriptPlace.Of(path, folder, spoken);
        var call = ScriptCall.Describe(order, action, spoken, place.Program, _settings.HandsMessagesOn);
        if (call.Refusal is not null)
        {
            return ResponderResult.Refused(call.Refusal);
        }

        var command = new CommandInvocation(place.Program, call.Argv.AsSpan()[1..])
        {
            WorkingDirectory = place.WorkingDirectory,
            Environment = _settings.Overrides.Environment,
            Limits = _settings.Limits,
        };
        return spoken.IsOnStandardInput() && action == ScriptAction.Add
            ? await AddOverStdinAsync(command, call, order, cancellationToken).ConfigureAwait(false)
            : await RunOnceAsync(command, call, action, spoken, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ResponderResult> RunOnceAsync(
        CommandInvocation command,
        ScriptCall call,
        ScriptAction action,
        ScriptProtocol spoken,
        CancellationToken cancellationToken
    )
    {
        var input = call.Stdin is null ? default : LosslessText.Encode(call.Stdin + "\n");
        var result = await StartAsync(command with { StandardInput = input }, null, cancellationToken).ConfigureAwait(false);
        return ScriptOutcome.Of(result, executable, spoken, action, NoteOf(call), overrides: _settings.Overrides);
    }

    private async ValueTask<ResponderResult> AddOverStdinAsync(
        CommandInvocation command,
        ScriptCall call,
        ResponseOrder order,
        CancellationToken cancellationToken
    )
    {
        var dialogue = new KeysDialogue(protocol, order, command.Executable, LosslessText.Encode(call.Stdin ?? ""), _settings);
        CommandResult result;
        try
        {
            result = await StartAsync(command, dialogue.ConverseAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (dialogue.HeldBy is not null)
        {
            // The reply was to abort: the script has nothing of its own in place, however it ended.
            return SameEffect(dialogue, "it was stopped");
        }

        var note = string.Join("; ", new[] { dialogue.Note, NoteOf(call) }.Where(static n => n is not null));
        var outcome = ScriptOutcome.Of(
            result,
            executable,
            protocol,
            ScriptAction.Add,
            note.Length == 0 ? null : note,
            dialogue.WentOn,
            _settings.Overrides
        );
        return dialogue.HeldBy is null ? outcome with { Named = dialogue.Named } : SameEffect(dialogue, outcome.Detail);
    }

    // OSSEC's execd starts only what the kernel can execute.
    private ValueTask<CommandResult> StartAsync(
        CommandInvocation command,
        CommandDialogue? dialogue,
        CancellationToken cancellationToken
    ) => ShellFallback.RunAsync(runner, command, dialogue, protocol.IsOnStandardInput(), cancellationToken);

    private static ResponderResult SameEffect(KeysDialogue dialogue, string? detail) =>
        ResponderResult.SameEffect(
            dialogue.HeldBy!.Value,
            $"aborted, because its keys name the effect on {dialogue.HeldBy.Value.Subject}: {detail}"
        );

    private static string? NoteOf(ScriptCall call) => call.AlertShortened ? "the alert was too long or unreadable and was shortened" : null;
}
