namespace ActiveResponse.Platform;

/// <summary>Whom to trust on the way to one file besides root and us, and which of these trusts were used.</summary>
internal sealed class TrustExceptions(Installation? installation, bool privateGroups)
{
    /// <summary>A note that something may be written by its owner's private group; null if nothing may.</summary>
    public string? PrivateGroup { get; private set; }

    /// <summary>A note that something belongs to the installation's service account; null if nothing does.</summary>
    public string? ServiceAccount { get; private set; }

    public bool AllowsOwner(string path, FileStatus status) => installation?.Owns(path, status) == true && Remember(path, status);

    public bool AllowsGroup(string path, FileStatus status)
    {
        if (installation?.SharesWithItsGroup(path, status) == true)
        {
            return Remember(path, status);
        }

        // With an access list, the group bits cover everyone in the list.
        var isPrivate =
            privateGroups
            && status is { Owner: { } owner, Group: { } group }
            && Platform.PrivateGroup.IsOf(owner, group)
            && !AccessList.IsOn(path);
        PrivateGroup ??= isPrivate
            ? $"{path} can be written by its group (mode {status.Octal}), which has no member besides its owner: chmod g-w "
                + "ensures that"
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
