namespace ActiveResponse.Platform;

/// <summary>Judges the files that say what this process does: who else could write them?</summary>
internal static class SteeringFile
{
    /// <summary>Looks at a file, at what it links to, and at every folder above.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remark">What is worth a warning though it is no reason to refuse; null if nothing is.</param>
    /// <returns>Why others can change it, in words for an operator; null when they can't.</returns>
    public static string? Distrust(string path, out string? remark)
    {
        string? seen = null;
        _ = TrustedPath.TryResolve(Path.GetFullPath(path), out _, out _, out var reason, (place, status) =>
        {
            var isPrivate = status is { Owner: { } owner, Group: { } group } && PrivateGroup.IsOf(owner, group);
            seen ??= isPrivate ? $"{place} can be written by its group (mode {status.Octal}), which has no other member than its owner: chmod g-w makes that sure" : null;
            return isPrivate;
        });
        remark = reason is null ? seen : null;
        return reason;
    }

    /// <summary>Looks at a folder in which the mere being there of a file means something: others may add nothing to it, sticky or not.</summary>
    /// <returns>Why others can, in words for an operator; null when they can't.</returns>
    public static string? DistrustFolder(string path) =>
        !TrustedPath.TryResolve(Path.GetFullPath(path), out _, out var status, out var reason) ? reason
        : !status.IsFolder ? $"{path} is not a folder"
        : status.IsWritableByOthers ? $"{path} can be written by its group or by everybody (mode {status.Octal}: chmod go-w, or take another folder)"
        : null;
}
