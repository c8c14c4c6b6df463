using System.Globalization;
using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Ossec.Files;
using ActiveResponse.Platform;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The pid file by which <c>ossec-control</c> and <c>wazuh-control</c> find execd; removed on disposal.</summary>
/// <remarks>The installation's group can write to its folder, so the file is always created anew, and nothing with its name is
/// followed.</remarks>
public sealed class PidFile : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly OpenFolder? _folder;
    private readonly SafeFileHandle? _file;
    private readonly string _name;

    /// <summary>Creates the file.</summary>
    /// <param name="folder">The installation; one without <c>var/run</c> gets no file.</param>
    /// <param name="notify">Receives a message for the operator if the file can't be created.</param>
    public PidFile(ExecdFolder folder, Action<ExecdNote> notify)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(notify);
        _name = string.Create(CultureInfo.InvariantCulture, $"{folder.Daemon}-{Environment.ProcessId}.pid");
        if (!OperatingSystem.IsLinux() || !Directory.Exists(folder.RunFolder))
        {
            return;
        }

        try
        {
            _folder = OpenFolder.Open(folder.RunFolder);
            _file = _folder.Make(_name, Mode, FileGroup.Find(folder.Group));
            RandomAccess.Write(
                _file,
                Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")),
                fileOffset: 0
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            notify(
                new ExecdNote(
                    null,
                    $"there is no pid file in {folder.RunFolder} ({SafeText.Of(e.Message)}): the control script considers execd "
                        + "stopped. Messages are handled all the same."
                )
            );
        }
    }

    /// <summary>Removes the file, unless it has been replaced.</summary>
    public void Dispose()
    {
        // A replaced file isn't ours to remove.
        if (_file is not null && _folder!.IsStill(_name, _file))
        {
            _folder.Remove(_name);
        }

        _file?.Dispose();
        _folder?.Dispose();
    }
}
