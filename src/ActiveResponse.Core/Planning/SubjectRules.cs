using System.Buffers;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Planning;

/// <summary>Says which users and files no honest source names; asked of alerts and of orders from other hosts.</summary>
internal static class SubjectRules
{
    private const int MaxUserLength = 256;
    private const int MaxFileLength = 4096;

    // The characters OSSEC and Wazuh let through in a user before they hand it to a script.
    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@?-"
    );

    /// <summary>What is wrong with a user; null when nothing is.</summary>
    public static OrderRefusal? CheckUser(string user) =>
        user.Length is 0 or > MaxUserLength || user[0] == '-' || user.AsSpan().ContainsAnyExcept(UserCharacters)
            ? new OrderRefusal("crafted-value", $"user '{SafeText.Of(user)}' holds characters no account name has")
            : null;

    /// <summary>What is wrong with a file; null when nothing is.</summary>
    public static OrderRefusal? CheckFile(string file) =>
        file.Length is 0 or > MaxFileLength || file[0] == '-' || file.Any(char.IsControl)
            ? new OrderRefusal("crafted-value", $"file name '{SafeText.Of(file)}' starts like an option or holds control characters")
            : null;
}
