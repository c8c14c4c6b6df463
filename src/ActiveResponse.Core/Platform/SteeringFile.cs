namespace ActiveResponse.Platform;

/// <summary>Checks who else can write the files and folders that control this process.</summary>
internal static class SteeringFile
{
    /// <summary>Checks a file, its link targets, and every folder above.</summary>
    /// <param name="path">The file.</param>
    /// <param name="installation">Its OSSEC or Wazuh installation, whose service account is trusted there; null for none.</param>
    public static FileTrust Judge(string path, Installation? installation = null)
    {
        var exceptions = new TrustExceptions(installation, privateGroups: true);
        return TrustedPath.TryResolve(Path.GetFullPath(path), out _, out _, out var reason, exceptions)
            ? new FileTrust(null, exceptions.PrivateGroup, exceptions.ServiceAccount)
            : new FileTrust(reason, null, null);
    }

    /// <summary>Why others can change a file, for an operator; null if they can't.</summary>
    /// <param name="path">The file.</param>
    /// <param name="installation">Its OSSEC or Wazuh installation; null for none.</param>
    public static string? CheckTrust(string path, Installation? installation = null) => Judge(path, installation).Reason;

    /// <summary>Checks a folder whose files have an effect by their presence: others may add nothing to it, sticky or not.</summary>
    /// <returns>Why others can, for an operator; null if they can't.</returns>
    public static string? CheckFolderTrust(string path) => CheckFolderTrust(path, out _);

    /// <inheritdoc cref="CheckFolderTrust(string)"/>
    /// <param name="path">The folder.</param>
    /// <param name="real">Its path without links.</param>
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
            return $"{path} can be written by its group or by everyone (mode {status.Octal}: chmod go-w, or take another folder)";
        }

        return null;
    }

    /// <summary>Checks a program, its link targets, and every folder above, which only we may change; no one else may add to its own
    /// folder.</summary>
    public static bool IsTrustedProgram(string path) =>
        TrustedPath.TryResolve(path, out var real, out var status, out _)
        && status.IsRegular
        && CheckFolderTrust(Path.GetDirectoryName(real)!) is null;
}
