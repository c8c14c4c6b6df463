using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>Finds what is meant by a target.</summary>
internal static class ControlTarget
{
    /// <summary>Whether a subject has each part of the one that is asked for, or its script has called it so; a file may be named as it is
    /// shown.</summary>
    public static bool Covers(Subject wanted, Subject actual) =>
        wanted.Kinds == SubjectKinds.None
            ? actual.Kinds == SubjectKinds.None
            : HasParts(wanted, actual) || actual.IsNamed(wanted.ToString());

    private static bool HasParts(Subject wanted, Subject actual) =>
        (wanted.Address is null || wanted.Address == actual.Address)
        && (wanted.User is null || wanted.User == actual.User)
        && (
            wanted.File is null || wanted.File == actual.File || (actual.File is not null && wanted.File == ToolText.WithBytes(actual.File))
        );
}
