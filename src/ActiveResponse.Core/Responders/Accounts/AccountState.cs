namespace ActiveResponse.Responders.Accounts;

/// <summary>The state of an account's password.</summary>
internal enum AccountState
{
    /// <summary>A password opens the account.</summary>
    Open,

    /// <summary>No password opens the account, whoever locked it.</summary>
    Locked,

    /// <summary>The account needs no password. Once locked, it couldn't be unlocked: <c>passwd -u</c> refuses to leave an account without a
    /// password.</summary>
    NoPassword,
}
