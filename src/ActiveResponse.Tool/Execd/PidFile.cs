using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Execd;

namespace ActiveResponse.Tool.Execd;

/// <summary>The file by which <c>ossec-control</c> and <c>wazuh-control</c> find execd; gone when this is disposed of.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string? _path;

    /// <param name="folder">The installation; one without <c>var/run</c> gets no file.</param>
    public PidFile(ExecdFolder folder)
    {
        if (!Directory.Exists(folder.RunFolder))
        {
            return;
        }

        var daemon = folder.Dialect == ConfigDialect.Ossec ? "ossec-execd" : "wazuh-execd";
        var path = Path.Combine(folder.RunFolder, string.Create(CultureInfo.InvariantCulture, $"{daemon}-{Environment.ProcessId}.pid"));
        try
        {
            File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            }

            _path = path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without it the control script takes execd for stopped; nothing else misses it.
        }
    }

    public void Dispose()
    {
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }
}
