using System.Globalization;
using System.Text;
using ActiveResponse.Diagnostics;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Platform;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Tool.Execd;

/// <summary>The file by which <c>ossec-control</c> and <c>wazuh-control</c> find execd; gone when this is disposed of.</summary>
/// <remarks>The group of the installation can write to its folder, so the file is made anew, and nothing that stands there under its name
/// is followed.</remarks>
internal sealed class PidFile : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly OpenFolder? _folder;
    private readonly SafeFileHandle? _file;
    private readonly string _name;

    /// <param name="folder">The installation; one without <c>var/run</c> gets no file.</param>
    /// <param name="tell">Is told when there is none though there should be.</param>
    public PidFile(ExecdFolder folder, Action<ExecdNote> tell)
    {
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
            tell(
                new ExecdNote(
                    null,
                    $"there is no pid file in {folder.RunFolder} ({SafeText.Of(e.Message)}): the control script takes execd for stopped. Messages are taken all the same."
                )
            );
        }
    }

    public void Dispose()
    {
        // Another may have been put there since: that one isn't ours to remove.
        if (_file is not null && _folder!.IsStill(_name, _file))
        {
            _folder.Remove(_name);
        }

        _file?.Dispose();
        _folder?.Dispose();
    }
}
