using System.Globalization;
using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Control;

/// <summary>A group whose members an agent serves beside root and its own user.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its number.</param>
internal sealed partial record ControlGroup(string Name, uint Id)
{
    private const int MostGroups = 100_000;
    private const uint SameOwner = uint.MaxValue;

    /// <summary>Finds a group of this host; null if there is none of this name.</summary>
    public static ControlGroup? Find(string name)
    {
        try
        {
            return File.ReadLines("/etc/group")
                .Take(MostGroups)
                .Select(static line => line.Split(':'))
                .Where(fields => fields.Length > 2 && fields[0] == name)
                .Select(static fields =>
                    uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                        ? new ControlGroup(fields[0], id)
                        : null
                )
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives a file to the group.</summary>
    /// <exception cref="IOException">This user may not.</exception>
    public void Own(string path)
    {
        if (chown(path, SameOwner, Id) != 0)
        {
            throw new IOException($"it can't be given to the group {Name}: only root, or one of its members, may do that");
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, uint owner, uint group);
}
