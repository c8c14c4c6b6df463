using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Reads the credentials of a host.</summary>
internal static class CredentialsFile
{
    private const UnixFileMode OthersRead =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <exception cref="FleetException">It isn't there, others can read it, or it holds something else.</exception>
    public static FleetCredentials Read(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & OthersRead) != 0)
            {
                throw new FleetException($"{file} holds keys, and others may read or write it: chmod 600 {file}");
            }

            return FleetCredentials.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FleetException($"There are no credentials at {file}.");
        }
        catch (FormatException e)
        {
            throw new FleetException($"{file}: {e.Message}");
        }
    }
}
