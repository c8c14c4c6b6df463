using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Whether a target that somebody has named means a subject on record.</summary>
internal static class SubjectMatch
{
    /// <summary>Whether a subject has each part of the wanted one, or its script named it so.</summary>
    /// <param name="wanted">The target.</param>
    /// <param name="actual">The subject on record.</param>
    /// <param name="within">Whether a network also means what is within it.</param>
    /// <param name="shown">How files are displayed: one may be named as it was.</param>
    public static bool IsMeant(Subject wanted, Subject actual, bool within, Func<string, string> shown) =>
        Covers(wanted, actual, shown) || (within && Contains(wanted, actual));

    private static bool Covers(Subject wanted, Subject actual, Func<string, string> shown) =>
        wanted.Kinds == SubjectKinds.None
            ? actual.Kinds == SubjectKinds.None
            : HasParts(wanted, actual, shown) || actual.IsNamed(wanted.ToString());

    private static bool Contains(Subject wanted, Subject actual) =>
        wanted.Address is { } network && actual.Address is { } address && network.Contains(address);

    private static bool HasParts(Subject wanted, Subject actual, Func<string, string> shown) =>
        (wanted.Address is null || wanted.Address == actual.Address)
        && (wanted.User is null || wanted.User == actual.User)
        && (wanted.File is null || wanted.File == actual.File || (actual.File is not null && wanted.File == shown(actual.File)));
}
