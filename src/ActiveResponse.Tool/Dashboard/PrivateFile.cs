using ActiveResponse.Tool.Fleet;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Reads a secret from a file that nobody else may read.</summary>
internal static class PrivateFile
{
    public const int LeastLength = 12;
    private const int MostLength = 500;
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    /// <summary>The secret in the first line of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="IOException">It can't be used; the message is for an operator.</exception>
    public static string Read(string path, string option)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0)
        {
            throw new IOException($"{option}: others may read {path}: chmod 600 it, and change the secret.");
        }

        var text = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        return text.Length switch
        {
            < LeastLength => throw new IOException($"{option}: the secret in {path} is shorter than {LeastLength} characters."),
            > MostLength => throw new IOException($"{option}: the secret in {path} is longer than {MostLength} characters."),
            _ => text,
        };
    }

    /// <summary>The secret in a file, which is created with a new one if it is missing.</summary>
    public static string ReadOrMake(string path, string option)
    {
        if (!File.Exists(path))
        {
            SecretFile.Write(path, SignIns.NewSecret() + "\n");
        }

        return Read(path, option);
    }
}
