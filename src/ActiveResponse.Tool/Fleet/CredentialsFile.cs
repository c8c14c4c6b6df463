using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Reads a host's credentials.</summary>
internal static class CredentialsFile
{
    private const UnixFileMode OthersRead =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <exception cref="FleetException">The file is missing, other users may read or write it, or its content is invalid.</exception>
    public static FleetCredentials Read(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & OthersRead) != 0)
            {
                throw new FleetException($"{file} holds keys, but other users may read or write it: run chmod 600 {file}");
            }

            return FleetCredentials.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FleetException($"The credentials file {file} doesn't exist.");
        }
        catch (FormatException e)
        {
            throw new FleetException($"{file}: {e.Message}");
        }
    }
}
