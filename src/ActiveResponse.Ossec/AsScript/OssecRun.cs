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
        if (LacksSubject())
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

        if (Needs(SubjectKinds.Address) && request.ReadSubject(ResponderNeeds.Address).Refusal is not null)
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
        Log(result);
        return result.IsSuccess;
    }

    private bool LacksSubject() =>
        (Needs(SubjectKinds.Address) && string.IsNullOrEmpty(OssecCall.At(caller.Arguments, 2)))
        || (Needs(SubjectKinds.User) && string.IsNullOrEmpty(OssecCall.At(caller.Arguments, 1)));

    private bool Needs(SubjectKinds kind) => responder.Needs.Required.HasFlag(kind);

    private void Log(ResponderResult result)
    {
        var isWorthLogging = !result.IsSuccess || result.Outcome is ActionOutcome.AlreadyApplied or ActionOutcome.AlreadyLifted;
        if (isWorthLogging && result.Detail is { Length: > 0 } detail)
        {
            log.Ossec($"{caller.Program}: {SafeText.Of(detail, LongestText)}");
        }
    }

    private async ValueTask<bool> SayAsync(string what, CancellationToken cancellationToken)
    {
        await caller.Output.WriteAsync(Encoding.UTF8.GetBytes(what + "\n"), cancellationToken).ConfigureAwait(false);
        await caller.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }
}
