using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Accounts;

/// <summary>The programs that query, lock and unlock a system's accounts. Names have passed <see cref="AccountName"/>.</summary>
internal interface IAccountPrograms
{
    /// <summary>The uid of the account of exactly this name; null if it doesn't exist.</summary>
    /// <exception cref="AccountException">The system can't be queried.</exception>
    ValueTask<uint?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whether the account is locked.</summary>
    /// <exception cref="AccountException">The system can't be queried.</exception>
    ValueTask<AccountState> StateAsync(string name, CancellationToken cancellationToken);

    /// <summary>The program that locks the account.</summary>
    CommandInvocation Lock(string name);

    /// <summary>The program that unlocks the account.</summary>
    CommandInvocation Unlock(string name);

    /// <summary>Runs one of the two.</summary>
    ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken);
}
