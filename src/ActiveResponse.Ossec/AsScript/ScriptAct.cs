using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Carries out a request: validates it, checks the guards, calls the responder, and records what a later run needs.</summary>
internal sealed class ScriptAct(
    IResponder responder,
    ScriptCaller caller,
    ScriptProfile profile,
    ActiveResponseScriptOptions options,
    string home
)
{
    /// <summary>Carries it out; throws only for the caller's cancellation.</summary>
    public async ValueTask<ResponderResult> RunAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await JudgeAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return ResponderResult.TimedOut($"it wasn't done within {options.Deadline.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return ResponderResult.Failed(e.Message);
        }
    }

    private async ValueTask<ResponderResult> JudgeAsync(ScriptRequest request, CancellationToken cancellationToken)
    {
        var (subject, refusal) = request.ReadSubject(responder.Needs);
        if (refusal is not null)
        {
            return ResponderResult.Refused(refusal.Why);
        }

        var order = OrderOf(request, subject);
        if (request.Action == ScriptAction.Add)
        {
            var refused = await ScriptGuards.CheckAsync(options, home, order, cancellationToken).ConfigureAwait(false);
            return refused is not null
                ? ResponderResult.Refused($"refused by {refused.By}: {refused.Why}")
                : await AddAsync(order, cancellationToken).ConfigureAwait(false);
        }

        return responder is IReversibleResponder reversible
            ? await DeleteAsync(reversible, order, cancellationToken).ConfigureAwait(false)
            : ResponderResult.Refused($"{responder.Name} can't be reverted");
    }

    private async ValueTask<ResponderResult> AddAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        if (Records is not { } records)
        {
            return await responder.ApplyAsync(new ResponderContext { Order = order }, cancellationToken).ConfigureAwait(false);
        }

        using var turn = await records.TakeAsync(cancellationToken).ConfigureAwait(false);
        var before = records.Read(order.Key);
        var result = await responder
            .ApplyAsync(new ResponderContext { Order = order, Place = before?.Place }, cancellationToken)
            .ConfigureAwait(false);
        if (!result.IsSuccess && !result.MayBeInPlace)
        {
            return result;
        }

        // An effect that existed before the first add isn't ours and stays, however often it is added.
        var isOurs = result.Outcome != ActionOutcome.AlreadyApplied || before?.IsOurs == true;
        if (result.MayBeInPlace && before?.IsOurs == false)
        {
            return result;
        }

        var problem = records.Write(order.Key, isOurs, result.Place ?? before?.Place);
        return problem is null || isOurs ? result : ResponderResult.AlreadyApplied($"{result.Detail} {problem}");
    }

    private async ValueTask<ResponderResult> DeleteAsync(
        IReversibleResponder reversible,
        ResponseOrder order,
        CancellationToken cancellationToken
    )
    {
        if (Records is not { } records)
        {
            return await reversible.RevertAsync(new ResponderContext { Order = order }, cancellationToken).ConfigureAwait(false);
        }

        using var turn = await records.TakeAsync(cancellationToken).ConfigureAwait(false);
        var before = records.Read(order.Key);
        if (before?.IsOurs == false)
        {
            return ResponderResult.AlreadyLifted("it existed before the request, so it stays");
        }

        // Nothing recorded: the stock script made the effect, or no one. A delete implies an earlier add.
        var result = await reversible
            .RevertAsync(new ResponderContext { Order = order, Place = before?.Place }, cancellationToken)
            .ConfigureAwait(false);
        if (result.IsSuccess)
        {
            records.Remove(order.Key);
        }

        return result;
    }

    private ScriptRecords? Records =>
        profile.Remembers && responder is IReversibleResponder && (options.StateFolder ?? ScriptRecords.DefaultFolder()) is { } folder
            ? new ScriptRecords(folder, options.Clock)
            : null;

    private ResponseOrder OrderOf(ScriptRequest request, Subject subject) =>
        new()
        {
            ResponseName = caller.Name,
            Command = new CommandDefinition
            {
                Name = caller.Name,
                Executable = caller.Name,
                TimeoutAllowed = responder is IReversibleResponder,
                ExtraArguments = request.ExtraArguments,
            },
            Responder = responder.Name,
            Subject = subject,
            Location = ResponseLocation.Local,
            RunsHere = true,
            Origin = request.Origin,
        };
}
