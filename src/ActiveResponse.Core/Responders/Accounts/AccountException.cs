namespace ActiveResponse.Responders.Accounts;

/// <summary>What a system tells of its accounts can't be learned.</summary>
internal sealed class AccountException(string message) : Exception(message);
