namespace ActiveResponse.Tool.Scripts;

/// <summary>Finds the executable of the tool that a link can lead to.</summary>
internal static class ToolProgram
{
    private const string Name = "active-response";

    /// <summary>Its full path; null when the tool runs by <c>dotnet active-response.dll</c> with no executable beside it.</summary>
    public static string? Find()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, Name);
        if (Path.GetFileName(Environment.ProcessPath) is { } running && running != "dotnet")
        {
            return Environment.ProcessPath;
        }

        return File.Exists(beside) ? beside : null;
    }
}
