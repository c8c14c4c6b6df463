using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Locks and unlocks the password of an account. The store, not this class, records whether the lock is ours.</summary>
internal sealed class DisableAccountResponder : IReversibleResponder
{
    private readonly AccountOptions _options;
    private readonly AccountRails _rails;
    private readonly IAccountPrograms? _programs;

    // The programs lock the password file against each other, and give up after a while.
    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public DisableAccountResponder(AccountOptions options, ICommandRunner runner, AccountSystem system, OwnAccounts own)
    {
        options.Validate();
        _options = options;
        _rails = new AccountRails(options, system, own);
        _programs = system switch
        {
            AccountSystem.Linux => new PasswdPrograms(runner, "-S"),
            AccountSystem.Solaris => new PasswdPrograms(runner, "-s"),
            AccountSystem.Aix => new AixPrograms(runner),
            _ => null,
        };
    }

    public string Name => _options.Name;

    public ResponderNeeds Needs => ResponderNeeds.User;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        InTurnAsync(context, ApplyAsync, cancellationToken);

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        InTurnAsync(context, RevertAsync, cancellationToken);

    private async ValueTask<ResponderResult> InTurnAsync(
        ResponderContext context,
        Func<IAccountPrograms, string?, CancellationToken, Task<ResponderResult>> step,
        CancellationToken cancellationToken
    )
    {
        if (_programs is null)
        {
            return ResponderResult.Refused("accounts are locked on Linux, Solaris, illumos and AIX only");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await step(_programs, context.Subject.User, cancellationToken).ConfigureAwait(false);
        }
        catch (AccountException e)
        {
            return ResponderResult.Failed(e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ResponderResult> ApplyAsync(IAccountPrograms programs, string? name, CancellationToken cancellationToken)
    {
        if (AccountName.Problem(name) is { } bad)
        {
            return ResponderResult.Refused($"'{SafeText.Of(name)}': {bad}");
        }

        if (_rails.Problem(name!) is { } never)
        {
            return ResponderResult.Refused(never);
        }

        if (await programs.FindAsync(name!, cancellationToken).ConfigureAwait(false) is not { } userId)
        {
            return ResponderResult.Refused("the account doesn't exist");
        }

        if (_rails.Problem(userId) is { } notThis)
        {
            return ResponderResult.Refused(notThis);
        }

        return await programs.StateAsync(name!, cancellationToken).ConfigureAwait(false) switch
        {
            AccountState.Locked => ResponderResult.AlreadyApplied("the account was locked before; it stays so"),
            AccountState.NoPassword => ResponderResult.Refused(
                "the account has no password, so it couldn't be unlocked again; set a password, or remove the account"
            ),
            _ => await LockAsync(programs, name!, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<ResponderResult> LockAsync(IAccountPrograms programs, string name, CancellationToken cancellationToken)
    {
        var command = programs.Lock(name);
        var result = await programs.RunAsync(command, cancellationToken).ConfigureAwait(false);
        if (result.Outcome == CommandOutcome.FailedToStart)
        {
            return ResponderResult.Failed(AccountRun.Explain(command.Executable, result));
        }

        // The account's state counts, not the program's exit code.
        AccountState state;
        try
        {
            state = await programs.StateAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (AccountException e)
        {
            return ResponderResult.Failed($"whether the account is locked now is unknown: {e.Message}", mayBeInPlace: true);
        }

        return state == AccountState.Locked
            ? ResponderResult.Applied()
            : ResponderResult.Failed(WhyNot(command, result, "locked"), mayBeInPlace: result.StillRunning);
    }

    private async Task<ResponderResult> RevertAsync(IAccountPrograms programs, string? name, CancellationToken cancellationToken)
    {
        // An account that is never locked needs no unlocking.
        if (AccountName.Problem(name) is { } bad)
        {
            return ResponderResult.AlreadyLifted($"'{SafeText.Of(name)}': {bad}");
        }

        if (name == "root")
        {
            return ResponderResult.AlreadyLifted(_rails.Problem(name));
        }

        if (await programs.FindAsync(name!, cancellationToken).ConfigureAwait(false) is not { } userId)
        {
            return ResponderResult.AlreadyLifted("the account doesn't exist any more");
        }

        if (await programs.StateAsync(name!, cancellationToken).ConfigureAwait(false) != AccountState.Locked)
        {
            return ResponderResult.AlreadyLifted();
        }

        // A changed option doesn't keep an existing lock in place; a uid that has become 0 does.
        return userId == 0
            ? ResponderResult.Refused("the account has uid 0 now and isn't unlocked; unlock it by hand if it should be open")
            : await UnlockAsync(programs, name!, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ResponderResult> UnlockAsync(IAccountPrograms programs, string name, CancellationToken cancellationToken)
    {
        var command = programs.Unlock(name);
        var result = await programs.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return await programs.StateAsync(name, cancellationToken).ConfigureAwait(false) == AccountState.Locked
            ? ResponderResult.Failed(WhyNot(command, result, "unlocked"))
            : ResponderResult.Lifted();
    }

    private static string WhyNot(CommandInvocation command, CommandResult result, string what) =>
        result.IsSuccess
            ? $"{command.Executable} reported success, but the account is not {what}"
            : AccountRun.Explain(command.Executable, result);
}
