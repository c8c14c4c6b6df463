namespace ActiveResponse.Responders.Accounts;

/// <summary>What can be done with the password of an account.</summary>
internal enum AccountState
{
    /// <summary>It opens the account.</summary>
    Open,

    /// <summary>No password opens the account, whoever saw to that.</summary>
    Locked,

    /// <summary>None is needed. Locked, it could not be unlocked: <c>passwd -u</c> makes no account without a password.</summary>
    NoPassword,
}
