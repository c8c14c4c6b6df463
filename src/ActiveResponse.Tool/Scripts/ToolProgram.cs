namespace ActiveResponse.Tool.Scripts;

/// <summary>Finds the tool's executable for links.</summary>
internal static class ToolProgram
{
    private const string Name = "active-response";

    /// <summary>Its full path; null if the tool runs as <c>dotnet active-response.dll</c> without an executable beside it.</summary>
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
