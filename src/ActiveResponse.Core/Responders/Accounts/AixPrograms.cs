using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary><c>chuser</c> and <c>lsuser</c> of AIX.</summary>
internal sealed class AixPrograms(ICommandRunner runner) : IAccountPrograms
{
    public CommandInvocation Lock(string name) => new("chuser", "account_locked=true", name);

    public CommandInvocation Unlock(string name) => new("chuser", "account_locked=false", name);

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        runner.RunAsync(command, cancellationToken);

    public async ValueTask<uint?> FindAsync(string name, CancellationToken cancellationToken) =>
        await AskAsync("id", name, cancellationToken).ConfigureAwait(false) is { } id
        && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            ? user
            : null;

    public async ValueTask<AccountState> StateAsync(string name, CancellationToken cancellationToken) =>
        await AskAsync("account_locked", name, cancellationToken).ConfigureAwait(false) switch
        {
            "true" or "yes" or "always" => AccountState.Locked,
            "false" or "no" or "never" => AccountState.Open,
            _ => throw new AccountException("lsuser doesn't report whether the account is locked"),
        };

    /// <summary>The value of an attribute; null if the output isn't about this account alone (<c>ALL</c> is a keyword of lsuser).</summary>
    private async ValueTask<string?> AskAsync(string attribute, string name, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new CommandInvocation("lsuser", "-a", attribute, name), cancellationToken).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            throw new AccountException(AccountRun.Explain("lsuser", result));
        }

        var lines = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return
            lines is [var line]
            && line.Trim().Split(' ') is [var found, var pair]
            && found == name
            && pair.StartsWith(attribute + "=", StringComparison.Ordinal)
            ? pair[(attribute.Length + 1)..]
            : null;
    }
}
