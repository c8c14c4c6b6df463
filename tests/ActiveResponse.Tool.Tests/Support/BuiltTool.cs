namespace ActiveResponse.Tool.Tests.Support;

/// <summary>The tool that is tested: what was built with the tests, or the native program that the environment names in
/// <c>ACTIVE_RESPONSE_TOOL</c>.</summary>
internal static class BuiltTool
{
    private static readonly string? Native = Environment.GetEnvironmentVariable("ACTIVE_RESPONSE_TOOL") is { Length: > 0 } path
        ? path
        : null;

    /// <summary>Whether it is the native program.</summary>
    public static bool IsNative => Native is not null;

    /// <summary>The file that a link to the tool leads to.</summary>
    public static string Executable => Native ?? Path.Combine(AppContext.BaseDirectory, "active-response");

    /// <summary>What starts it.</summary>
    public static string[] Line =>
        Native is { } native ? [native] : ["dotnet", Path.Combine(AppContext.BaseDirectory, "active-response.dll")];
}
