using System.Globalization;
using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Runs once as a script of OSSEC, which receives everything in its arguments.</summary>
internal sealed class OssecRun(IResponder responder, ScriptCaller caller, ScriptProfile profile, ScriptLog log, ScriptAct act)
{
    private const int ArgumentsLogged = 5;
    private const int LongestText = 1000;

    /// <returns>Whether it succeeded.</returns>
    // Long: follows the stock scripts' checks in their order.
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        log.Ossec(
            string.Join(
                ' ',
                [
                    caller.Program,
                    .. Enumerable.Range(0, ArgumentsLogged).Select(i => SafeText.Of(OssecCall.At(caller.Arguments, i), LongestText)),
                ]
            )
        );
        var needs = responder.Needs.Required;
        if (
            (needs.HasFlag(SubjectKinds.Address) && string.IsNullOrEmpty(OssecCall.At(caller.Arguments, 2)))
            || (needs.HasFlag(SubjectKinds.User) && string.IsNullOrEmpty(OssecCall.At(caller.Arguments, 1)))
        )
        {
            return await SayAsync($"{caller.Program}: {profile.Usage}", cancellationToken).ConfigureAwait(false);
        }

        if (OssecCall.Read(caller.Arguments) is not { } request)
        {
            return await SayAsync(
                    $"{caller.Program}: invalid action: {SafeText.Of(OssecCall.At(caller.Arguments, 0), LongestText)}",
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        if (needs.HasFlag(SubjectKinds.Address) && request.ReadSubject(ResponderNeeds.Address).Refusal is not null)
        {
            log.Ossec(
                string.Format(
                    CultureInfo.InvariantCulture,
                    profile.InvalidAddress,
                    SafeText.Of(OssecCall.At(caller.Arguments, 2), LongestText)
                )
            );
            return false;
        }

        var result = await act.RunAsync(request, cancellationToken).ConfigureAwait(false);
        var isWorthLogging = !result.IsSuccess || result.Outcome is ActionOutcome.AlreadyApplied or ActionOutcome.AlreadyLifted;
        if (isWorthLogging && result.Detail is { Length: > 0 } detail)
        {
            log.Ossec($"{caller.Program}: {SafeText.Of(detail, LongestText)}");
        }

        return result.IsSuccess;
    }

    private async ValueTask<bool> SayAsync(string what, CancellationToken cancellationToken)
    {
        await caller.Output.WriteAsync(Encoding.UTF8.GetBytes(what + "\n"), cancellationToken).ConfigureAwait(false);
        await caller.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }
}
