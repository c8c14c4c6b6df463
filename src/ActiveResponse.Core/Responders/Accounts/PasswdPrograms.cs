using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary><c>passwd</c> of Linux, Solaris and illumos; <c>getent</c> queries accounts of any source.</summary>
/// <param name="runner">What starts programs.</param>
/// <param name="statusOption">The option that makes passwd print the status: <c>-S</c> on Linux, <c>-s</c> on Solaris.</param>
internal sealed class PasswdPrograms(ICommandRunner runner, string statusOption) : IAccountPrograms
{
    private const string Program = "passwd";
    private const int NotFound = 2;

    public CommandInvocation Lock(string name) => new(Program, "-l", name);

    public CommandInvocation Unlock(string name) => new(Program, "-u", name);

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        runner.RunAsync(command, cancellationToken);

    public async ValueTask<uint?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new CommandInvocation("getent", "passwd", name), cancellationToken).ConfigureAwait(false);
        if (result is { Outcome: CommandOutcome.Exited, ExitCode: NotFound })
        {
            return null;
        }

        if (!result.IsSuccess)
        {
            throw new AccountException(AccountRun.Explain("getent", result));
        }

        // getent reads digits as a uid, and returns the account of that uid instead of that name.
        return
            FirstLine(result).Split(':') is [var found, _, var id, _, ..]
            && found == name
            && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            ? user
            : null;
    }

    public async ValueTask<AccountState> StateAsync(string name, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new CommandInvocation(Program, statusOption, name), cancellationToken).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            throw new AccountException(AccountRun.Explain($"{Program} {statusOption}", result));
        }

        // The words of Debian and Solaris, then those of Red Hat; Solaris prints NL for an account without login.
        var words = FirstLine(result).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words is [var found, var state, ..] && found == name
            ? state switch
            {
                "P" or "PS" => AccountState.Open,
                "L" or "LK" or "NL" => AccountState.Locked,
                "NP" => AccountState.NoPassword,
                _ => throw Unknown(),
            }
            : throw Unknown();

        AccountException Unknown() => new($"{Program} {statusOption} doesn't report whether the account is locked");
    }

    private static string FirstLine(CommandResult result) => result.OutputText.Split('\n', 2)[0].TrimEnd('\r');
}
