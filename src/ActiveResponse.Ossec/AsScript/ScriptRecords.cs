using System.Security.Cryptography;
using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>Records for later runs of a script whether an effect is ours, and where it is. One small file per effect.</summary>
internal sealed class ScriptRecords(string folder, TimeProvider clock)
{
    private const string Ours = "ours";
    private const string Theirs = "theirs";
    private const int LongestFile = 4096;

    // The maximum duration of a stock program.
    private readonly FirewallLock _lock = new(Path.Combine(folder, "lock"), TimeSpan.FromMinutes(1), clock);

    /// <summary>The folder of this process's user; null if the user has none.</summary>
    public static string? DefaultFolder()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return "/var/lib/active-response/scripts";
        }

        if (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data)
        {
            return Path.Combine(data, "active-response", "scripts");
        }

        return null;
    }

    /// <summary>Excludes other runs until the returned object is disposed.</summary>
    /// <exception cref="FirewallException">The folder can't be used, or another run takes too long.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FirewallException($"The folder for records, {folder}, can't be created: {e.Message}");
        }

        return SteeringFile.CheckFolderTrust(folder) is { } reason
            ? throw new FirewallException($"Others could write the records: {reason}.")
            : await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The record of an effect; null if there is none.</summary>
    public (bool IsOurs, string? Place)? Read(ActionKey key)
    {
        try
        {
            var file = new FileInfo(FileOf(key));
            if (!file.Exists || file.Length > LongestFile)
            {
                return null;
            }

            var parts = File.ReadAllText(file.FullName).TrimEnd('\n').Split('\t');
            if (parts is not [Ours or Theirs, var place, ..])
            {
                return null;
            }

            return (parts[0] == Ours, place.Length == 0 ? null : place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Records the owner and place of an effect.</summary>
    /// <returns>Why it can't be recorded, or null.</returns>
    public string? Write(ActionKey key, bool isOurs, string? place)
    {
        var file = FileOf(key);
        try
        {
            using (var record = new FileStream(file + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
            {
                record.Write(Encoding.UTF8.GetBytes($"{(isOurs ? Ours : Theirs)}\t{place}\t{SafeText.Of(key.ToString(), 1024)}\n"));
                record.Flush(flushToDisk: true);
            }

            File.Move(file + ".new", file, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"It can't be recorded: {e.Message}";
        }
    }

    public void Remove(ActionKey key)
    {
        try
        {
            File.Delete(FileOf(key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover record is harmless: reverting a missing effect does nothing.
        }
    }

    // Users and files from alerts aren't safe file names.
    private string FileOf(ActionKey key) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..32]);
}
