using System.Globalization;
using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>Groups by name, and giving files to them. Linux; elsewhere nothing is found.</summary>
internal static partial class FileGroup
{
    private const int LongestList = 100_000;

    /// <summary>The number of a group of the local account files, or null.</summary>
    public static uint? Find(string name)
    {
        try
        {
            return File.ReadLines("/etc/group").Take(LongestList).Select(static line => line.Split(':'))
                .Where(parts => parts.Length >= 3 && parts[0] == name)
                .Select(static parts => uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (uint?)null)
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives a file to a group and leaves its owner; a link is given, not what it leads to.</summary>
    /// <returns>Whether that was allowed.</returns>
    public static bool TryGive(string path, uint group) => OperatingSystem.IsLinux() && ChangeOwner(path, uint.MaxValue, group) == 0;

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
