using System.Security.Cryptography;
using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Ossec.AsScript;

/// <summary>What one run of a script tells a later one: whether an effect is ours, and where it is. One small file for each
/// effect.</summary>
internal sealed class ScriptRecords(string folder, TimeProvider clock)
{
    private const string Ours = "ours";
    private const string Theirs = "theirs";
    private const int LongestFile = 4096;

    // As long as a run of a stock program may take.
    private readonly FirewallLock _lock = new(Path.Combine(folder, "lock"), TimeSpan.FromMinutes(1), clock);

    /// <summary>The folder of this process's user; null when he has none.</summary>
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

    /// <summary>Keeps other runs out until what is returned is disposed.</summary>
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
            throw new FirewallException($"The folder for what is in place, {folder}, can't be made: {e.Message}");
        }

        return SteeringFile.CheckFolderTrust(folder) is { } reason
            ? throw new FirewallException($"What is on record could be written by others: {reason}.")
            : await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is on record of an effect; null when nothing is.</summary>
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

    /// <summary>Puts on record whose an effect is and where.</summary>
    /// <returns>Why that can't be done, or null.</returns>
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
            return $"It can't be put on record: {e.Message}";
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
            // A record of ours that is left over changes nothing: what isn't there is taken back by doing nothing.
        }
    }

    // A user or a file of an alert is no name for a file.
    private string FileOf(ActionKey key) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..32]);
}
