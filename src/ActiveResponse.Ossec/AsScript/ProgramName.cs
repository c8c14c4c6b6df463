using System.Text;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Finds the name that this process was started by.</summary>
public static class ProgramName
{
    private const int Longest = 64 * 1024;

    /// <summary>The name as the caller gave it; on Linux through symbolic links, elsewhere the executable's.</summary>
    public static string Current() =>
        (OperatingSystem.IsLinux() ? Of(CommandLine()) : null) ?? Plain(Environment.ProcessPath ?? Environment.GetCommandLineArgs()[0]);

    /// <summary>The name in a command line of NUL-terminated items; null if it has none.</summary>
    internal static string? Of(ReadOnlySpan<byte> commandLine)
    {
        var first = Next(ref commandLine);
        if (first.Length == 0)
        {
            return null;
        }

        // "dotnet x.dll" is named x.
        return first[(first.LastIndexOf('/') + 1)..] == "dotnet" && Next(ref commandLine) is { Length: > 0 } assembly
            ? Plain(assembly)
            : first;
    }

    private static string Next(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOf((byte)0);
        var item = Encoding.UTF8.GetString(length < 0 ? rest : rest[..length]);
        rest = length < 0 ? [] : rest[(length + 1)..];
        return item;
    }

    private static string Plain(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            ? path[..^4]
            : path;

    // The runtime passes the assembly's path, whatever the link's name.
    private static ReadOnlySpan<byte> CommandLine()
    {
        try
        {
            using var file = File.OpenRead("/proc/self/cmdline");
            var bytes = new byte[Longest];
            return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
