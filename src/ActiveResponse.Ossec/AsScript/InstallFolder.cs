namespace ActiveResponse.Ossec.AsScript;

/// <summary>Finds an agent's installation folder from the name its script was called by.</summary>
internal static class InstallFolder
{
    /// <summary>The folder above <c>active-response/bin</c> if the script is there, otherwise the working folder, like the stock
    /// scripts.</summary>
    /// <param name="program">The name as given.</param>
    /// <param name="workingFolder">The working folder.</param>
    public static string Of(string program, string workingFolder)
    {
        // Not resolved: a link in the script folder leads to where the program is installed, which is elsewhere.
        var folder = Path.GetDirectoryName(Path.GetFullPath(program, workingFolder));
        return
            folder is not null
            && Path.GetFileName(folder) == "bin"
            && Path.GetDirectoryName(folder) is { } above
            && Path.GetFileName(above) == "active-response"
            ? Path.GetDirectoryName(above) ?? workingFolder
            : workingFolder;
    }
}
