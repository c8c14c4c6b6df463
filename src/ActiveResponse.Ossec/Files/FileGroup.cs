using System.Globalization;

namespace ActiveResponse.Ossec.Files;

/// <summary>Looks up groups by name. Linux; finds none elsewhere.</summary>
internal static class FileGroup
{
    private const int LongestList = 100_000;

    /// <summary>The gid of a group in the local account files, or null.</summary>
    public static uint? Find(string name)
    {
        try
        {
            return File.ReadLines("/etc/group")
                .Take(LongestList)
                .Select(static line => line.Split(':'))
                .Where(parts => parts.Length >= 3 && parts[0] == name)
                .Select(static parts =>
                    uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (uint?)null
                )
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
