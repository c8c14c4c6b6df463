namespace ActiveResponse.Tests.Support;

/// <summary>The repository the tests were built in, for tests about sources and documents.</summary>
internal static class RepositoryFiles
{
    private const string Mark = "ActiveResponse.Core.sln";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");

    /// <summary>The C# files below a folder, by their path from the root; what a build makes isn't among them.</summary>
    public static IReadOnlyList<string> Sources(string folder) =>
        [
            .. Directory
                .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
                .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(static path => !path.Split('/').Any(static part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal),
        ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Mark}.");
    }
}
