namespace ActiveResponse.Platform;

/// <summary>Judges the files and folders that say what this process does: who else could write them?</summary>
internal static class SteeringFile
{
    /// <summary>Looks at a file, at what it links to, and at every folder above.</summary>
    /// <param name="path">The file.</param>
    /// <param name="installation">The installation of OSSEC or Wazuh it belongs to, whose service account is trusted there; null for
    /// none.</param>
    public static FileTrust Judge(string path, Installation? installation = null)
    {
        var exceptions = new TrustExceptions(installation, privateGroups: true);
        return TrustedPath.TryResolve(Path.GetFullPath(path), out _, out _, out var reason, exceptions)
            ? new FileTrust(null, exceptions.PrivateGroup, exceptions.ServiceAccount)
            : new FileTrust(reason, null, null);
    }

    /// <summary>Why others can change a file, in words for an operator; null when they can't.</summary>
    /// <param name="path">The file.</param>
    /// <param name="installation">The installation of OSSEC or Wazuh it belongs to; null for none.</param>
    public static string? CheckTrust(string path, Installation? installation = null) => Judge(path, installation).Reason;

    /// <summary>Looks at a folder in which the mere being there of a file means something: others may add nothing to it, sticky or
    /// not.</summary>
    /// <returns>Why others can, in words for an operator; null when they can't.</returns>
    public static string? CheckFolderTrust(string path) => CheckFolderTrust(path, out _);

    /// <inheritdoc cref="CheckFolderTrust(string)"/>
    /// <param name="path">The folder.</param>
    /// <param name="real">Where it really is, links followed.</param>
    public static string? CheckFolderTrust(string path, out string real)
    {
        if (!TrustedPath.TryResolve(Path.GetFullPath(path), out real!, out var status, out var reason))
        {
            return reason;
        }

        if (!status.IsFolder)
        {
            return $"{path} is not a folder";
        }

        if (status.IsWritableByOthers)
        {
            return $"{path} can be written by its group or by everybody (mode {status.Octal}: chmod go-w, or take another folder)";
        }

        return null;
    }

    /// <summary>Looks at a program, at what it links to, and at every folder above, each of which must be ours alone; nobody else may add
    /// to its own folder.</summary>
    public static bool IsTrustedProgram(string path) =>
        TrustedPath.TryResolve(path, out var real, out var status, out _)
        && status.IsRegular
        && CheckFolderTrust(Path.GetDirectoryName(real)!) is null;
}
