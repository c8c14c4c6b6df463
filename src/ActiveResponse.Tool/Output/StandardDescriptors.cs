using System.Globalization;

namespace ActiveResponse.Tool.Output;

/// <summary>Detects which of the descriptors 0 to 2 are really input, output and error: a process started with one closed opens something
/// else there.</summary>
internal static class StandardDescriptors
{
    private const string Folder = "/proc/self/fd";
    private const int AccessModes = 3;

    /// <summary>Fills closed ones, so no file or socket opened later receives output.</summary>
    public static void Hold()
    {
        for (var descriptor = 0; OperatingSystem.IsLinux() && Directory.Exists(Folder) && descriptor <= 2; descriptor++)
        {
            if (TargetOf(descriptor) is not null)
            {
                continue;
            }

            try
            {
                // The lowest free number is this one; it stays open until the process ends.
                var access = descriptor == 0 ? FileAccess.Read : FileAccess.ReadWrite;
                File.OpenHandle("/dev/null", FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete).SetHandleAsInvalid();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    /// <summary>Whether the runtime opened a descriptor for itself: using it would disturb the runtime.</summary>
    public static bool IsOfTheRuntime(int descriptor) =>
        OperatingSystem.IsLinux()
        && TargetOf(descriptor) is { } target
        && (
            target.StartsWith("anon_inode:", StringComparison.Ordinal)
            || target.StartsWith("/memfd:", StringComparison.Ordinal)
            || target.EndsWith(".dll", StringComparison.Ordinal)
            || (target.StartsWith("pipe:", StringComparison.Ordinal) && HasBothEnds(descriptor, target))
        );

    // The two ends of a pipe between processes aren't both ours.
    private static bool HasBothEnds(int descriptor, string pipe) =>
        ModeOf(descriptor) is { } mode
        && Directory
            .EnumerateFileSystemEntries(Folder)
            .Select(static entry =>
                int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1
            )
            .Any(other => other >= 0 && other != descriptor && TargetOf(other) == pipe && ModeOf(other) is { } its && its != mode);

    private static string? TargetOf(int descriptor)
    {
        try
        {
            return new FileInfo($"{Folder}/{descriptor}").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? ModeOf(int descriptor)
    {
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}")
                .FirstOrDefault(static line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is { Length: > 0 } ? (flags[^1] - '0') & AccessModes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
