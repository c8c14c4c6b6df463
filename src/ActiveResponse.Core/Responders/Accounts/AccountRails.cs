using System.Globalization;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Decides which accounts are never locked.</summary>
internal sealed class AccountRails(AccountOptions options, AccountSystem system, OwnAccounts own)
{
    private readonly uint _least = options.MinimumUserId ?? AccountSystems.LowestPersonOf(system);

    /// <summary>Why the account of this name is never locked, whatever its uid; null if it may be.</summary>
    public string? Problem(string name) =>
        name switch
        {
            "root" => "root is never locked",
            _ when options.AllowList.Contains(name, StringComparer.Ordinal) => "the account is on the allow list",
            _ when options.ProtectSudoUser && name == own.SudoUser => "this process was started from the account by sudo",
            _ => null,
        };

    /// <summary>Why an account with this uid is never locked, whatever its name; null if it may be.</summary>
    public string? Problem(uint userId) =>
        userId switch
        {
            0 => "the account has uid 0, as root has",
            _ when own.UserIds.Contains(userId) => "this process runs as the account",
            _ when options.ProtectSudoUser && userId == own.SudoUserId => "this process was started from the account by sudo",
            _ when userId < _least => string.Create(
                CultureInfo.InvariantCulture,
                $"its uid {userId} is that of a system account, below the {_least} of {nameof(AccountOptions.MinimumUserId)}"
            ),
            _ => null,
        };
}
