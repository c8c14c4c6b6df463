using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary>The programs by which a system is asked for an account, and locks and unlocks it. Names given have passed
/// <see cref="AccountName"/>.</summary>
internal interface IAccountPrograms
{
    /// <summary>The uid of the account of exactly that name; null when there is none.</summary>
    /// <exception cref="AccountException">The system doesn't tell.</exception>
    ValueTask<uint?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whether the account is locked.</summary>
    /// <exception cref="AccountException">The system doesn't tell.</exception>
    ValueTask<AccountState> StateAsync(string name, CancellationToken cancellationToken);

    /// <summary>The program that locks the account.</summary>
    CommandInvocation Lock(string name);

    /// <summary>The program that unlocks the account.</summary>
    CommandInvocation Unlock(string name);

    /// <summary>Runs one of the two.</summary>
    ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken);
}
