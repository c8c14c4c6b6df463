using System.Buffers;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Checks which names may be passed to a program.</summary>
internal static class AccountName
{
    // Linux's longest login name (LOGIN_NAME_MAX).
    private const int MaxLength = 256;

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-"
    );

    /// <summary>The fault of a name; null if it has none.</summary>
    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "the order names no account",
            { Length: > MaxLength } => $"no account has a name longer than {MaxLength} characters",
            ['-', ..] => "a name that starts like an option isn't passed to programs",
            _ when name.AsSpan().ContainsAnyExcept(Characters) => "the name has characters other than letters, digits and . _ @ -",
            _ => null,
        };
}
