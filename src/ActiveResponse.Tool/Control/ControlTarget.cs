using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>Finds the effects of a target.</summary>
internal static class ControlTarget
{
    /// <summary>Whether a subject has each part of the requested one, or its script named it so; a file may be given as
    /// displayed.</summary>
    public static bool Covers(Subject wanted, Subject actual) =>
        wanted.Kinds == SubjectKinds.None
            ? actual.Kinds == SubjectKinds.None
            : HasParts(wanted, actual) || actual.IsNamed(wanted.ToString());

    /// <summary>Whether a subject's address is within the requested network.</summary>
    public static bool Contains(Subject wanted, Subject actual) =>
        wanted.Address is { } network && actual.Address is { } address && network.Contains(address);

    private static bool HasParts(Subject wanted, Subject actual) =>
        (wanted.Address is null || wanted.Address == actual.Address)
        && (wanted.User is null || wanted.User == actual.User)
        && (
            wanted.File is null || wanted.File == actual.File || (actual.File is not null && wanted.File == ToolText.WithBytes(actual.File))
        );
}
