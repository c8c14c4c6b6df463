using System.Buffers;

namespace ActiveResponse.Responders.Accounts;

/// <summary>Says which names may be handed to a program at all.</summary>
internal static class AccountName
{
    // The longest that Linux lets a program ask for (LOGIN_NAME_MAX).
    private const int MaxLength = 256;

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-"
    );

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static string? Problem(string? name) =>
        name switch
        {
            null or "" => "the order names no account",
            { Length: > MaxLength } => $"no account has a name longer than {MaxLength} characters",
            ['-', ..] => "a name that starts like an option is handed to no program",
            _ when name.AsSpan().ContainsAnyExcept(Characters) => "the name holds characters other than letters, digits and . _ @ -",
            _ => null,
        };
}
