using System.Globalization;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Ossec.Files;

/// <summary>A folder that is held open while files in it are made, so that nobody can put another one in its place meanwhile.
/// Linux.</summary>
/// <remarks>
/// The folders of an installation can be written by its group, and we are root: whatever stands under a name there may be a link that was
/// put there for us. So no name is ever followed: files are made anew, or must be plain files with no second name, and owner and mode are
/// set on the open file.
/// </remarks>
internal sealed class OpenFolder : IDisposable
{
    private const int Tries = 16;

    private readonly SafeFileHandle _folder;

    private OpenFolder(SafeFileHandle folder) => _folder = folder;

    /// <summary>Opens a folder.</summary>
    /// <exception cref="IOException">It isn't there, or is no folder, or may not be entered.</exception>
    public static OpenFolder Open(string path) =>
        new(
            Handle(
                LinuxNative.OpenAt(LinuxNative.CurrentFolder, path, LinuxNative.ReadOnly | LinuxNative.Folder | LinuxNative.CloseOnExec, 0),
                path
            )
        );

    /// <summary>Makes a file anew: what stood there under that name is removed, and never written to.</summary>
    /// <param name="name">Its name in this folder.</param>
    /// <param name="mode">Its mode; the umask doesn't count.</param>
    /// <param name="group">The group it is given to, if that is allowed; null to leave it.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public SafeFileHandle Make(string name, UnixFileMode mode, uint? group)
    {
        for (var i = 0; ; i++)
        {
            const int Anew = LinuxNative.WriteOnly | LinuxNative.Create | LinuxNative.Exclusive | LinuxNative.CloseOnExec;
            var file = LinuxNative.OpenAt(Number, name, Anew | LinuxNative.NoLinks, (uint)UnixFileMode.UserWrite);
            if (file < 0 && Marshal.GetLastPInvokeError() == LinuxError.Exists && i < Tries)
            {
                Remove(name);
                continue;
            }

            return Given(Handle(file, name), name, mode, group);
        }
    }

    /// <summary>Opens a file to append to, or makes it: only a plain file that has no second name, and no link.</summary>
    /// <exception cref="IOException">It can't be opened, or is no such file.</exception>
    public SafeFileHandle Append(string name, UnixFileMode mode, uint? group)
    {
        const int ToItsEnd = LinuxNative.WriteOnly | LinuxNative.Append | LinuxNative.NonBlocking | LinuxNative.CloseOnExec;
        for (var i = 0; ; i++)
        {
            var file = LinuxNative.OpenAt(Number, name, ToItsEnd | LinuxNative.NoLinks, 0);
            if (file >= 0)
            {
                return Plain(new SafeFileHandle(file, ownsHandle: true), name);
            }

            if (Marshal.GetLastPInvokeError() != LinuxError.NoEntry || i == Tries)
            {
                return Handle(file, name);
            }

            const int Anew = ToItsEnd | LinuxNative.Create | LinuxNative.Exclusive;
            file = LinuxNative.OpenAt(Number, name, Anew | LinuxNative.NoLinks, (uint)UnixFileMode.UserWrite);
            if (file >= 0 || Marshal.GetLastPInvokeError() != LinuxError.Exists)
            {
                return Given(Handle(file, name), name, mode, group);
            }
        }
    }

    /// <summary>Makes a folder that only we can enter, under a name that nobody can know before, and opens it.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public OpenFolder MakePrivate(out string name)
    {
        name = string.Create(CultureInfo.InvariantCulture, $".{Guid.NewGuid():N}");
        if (LinuxNative.MakeFolderAt(Number, name, (uint)(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
        {
            throw Failed(name);
        }

        const int AsFolder = LinuxNative.ReadOnly | LinuxNative.CloseOnExec;
        var made = new OpenFolder(Handle(LinuxNative.OpenAt(Number, name, AsFolder | LinuxNative.Folder | LinuxNative.NoLinks, 0), name));
        var status = FileStatus.OfOpen(made.Number);
        if (status is { IsFolder: true } && status.Value.Owner == FileStatus.EffectiveUser() && !status.Value.IsWritableByOthers)
        {
            return made;
        }

        made.Dispose();
        throw new IOException($"{name} was changed by somebody else while it was made.");
    }

    /// <summary>Its group, or null where that can't be learned.</summary>
    public uint? Group => FileStatus.OfOpen(Number)?.Group;

    /// <summary>The path by which this very folder can be reached while it is open, whatever stands under its name by then.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Number}");

    /// <summary>Gives what stands under a name to a group and leaves its owner; a link isn't followed.</summary>
    /// <returns>Whether that was allowed.</returns>
    public bool TryGive(string name, uint group) =>
        LinuxNative.ChangeOwnerAt(Number, name, uint.MaxValue, group, LinuxNative.DontFollow) == 0;

    /// <summary>Moves what stands under a name into another folder; what stands there under that name is replaced, not followed.</summary>
    /// <exception cref="IOException">It can't be moved.</exception>
    public void MoveTo(string name, OpenFolder other, string newName)
    {
        if (LinuxNative.Rename(Number, name, other.Number, newName, 0) != 0)
        {
            throw Failed(newName);
        }
    }

    /// <summary>Removes a file, a socket or a link.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool Remove(string name) => LinuxNative.RemoveAt(Number, name, 0) == 0 || Marshal.GetLastPInvokeError() == LinuxError.NoEntry;

    /// <summary>Removes an empty folder.</summary>
    public void RemoveFolder(string name) => _ = LinuxNative.RemoveAt(Number, name, LinuxNative.RemoveFolder);

    /// <summary>Whether a name stands for this very file.</summary>
    public bool IsStill(string name, SafeFileHandle file) =>
        FileStatus.IdentityAt(Number, name) is { } found && found == FileStatus.IdentityAt((int)file.DangerousGetHandle(), "");

    public void Dispose() => _folder.Dispose();

    private int Number => (int)_folder.DangerousGetHandle();

    private static SafeFileHandle Given(SafeFileHandle file, string name, UnixFileMode mode, uint? group)
    {
        var number = (int)file.DangerousGetHandle();
        if (group is { } id)
        {
            // Only root may give to any group; the file is as good without.
            _ = LinuxNative.ChangeOwner(number, uint.MaxValue, id);
        }

        if (LinuxNative.ChangePermissions(number, (uint)mode) == 0)
        {
            return file;
        }

        var problem = Failed(name);
        file.Dispose();
        throw problem;
    }

    private static SafeFileHandle Plain(SafeFileHandle file, string name)
    {
        if (FileStatus.OfOpen((int)file.DangerousGetHandle()) is { IsRegular: true, Names: <= 1 })
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"{name} is no plain file, or has a second name elsewhere (a hard link): nothing is written to it.");
    }

    private static SafeFileHandle Handle(int number, string name) =>
        number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failed(name);

    private static IOException Failed(string name)
    {
        // ELOOP: there is a link in its place, which is never followed.
        const int Link = 40;
        var error = Marshal.GetLastPInvokeError();
        return new IOException(
            $"{name}: {(error == Link ? "there is a link in its place, which is not followed" : Marshal.GetPInvokeErrorMessage(error))}"
        );
    }
}
