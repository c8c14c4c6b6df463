namespace ActiveResponse.Platform;

/// <summary>Who but root and us is let through on the way to one file, and what was let through.</summary>
internal sealed class TrustExceptions(Installation? installation, bool privateGroups)
{
    /// <summary>That something may be written by its owner's own group; null if nothing may.</summary>
    public string? PrivateGroup { get; private set; }

    /// <summary>That something belongs to the installation's service account; null if nothing does.</summary>
    public string? ServiceAccount { get; private set; }

    public bool AllowsOwner(string path, FileStatus status) => installation?.Owns(path, status) == true && Remember(path, status);

    public bool AllowsGroup(string path, FileStatus status)
    {
        if (installation?.SharesWithItsGroup(path, status) == true)
        {
            return Remember(path, status);
        }

        // With an access list the group's bits stand for everybody in the list.
        var isPrivate =
            privateGroups
            && status is { Owner: { } owner, Group: { } group }
            && Platform.PrivateGroup.IsOf(owner, group)
            && !AccessList.IsOn(path);
        PrivateGroup ??= isPrivate
            ? $"{path} can be written by its group (mode {status.Octal}), which has no other member than its owner: chmod g-w "
                + "makes that sure"
            : null;
        return isPrivate;
    }

    private bool Remember(string path, FileStatus status)
    {
        ServiceAccount ??=
            $"{path} (mode {status.Octal}) can be changed by {installation}; it is trusted because that installation was named";
        return true;
    }
}
