namespace ActiveResponse.Responders.Accounts;

/// <summary>The system's account information can't be read.</summary>
internal sealed class AccountException(string message) : Exception(message);
