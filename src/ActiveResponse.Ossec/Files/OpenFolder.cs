using System.Globalization;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Ossec.Files;

/// <summary>A folder that is held open while files in it are created, so no one can replace it meanwhile. Linux.</summary>
/// <remarks>The installation's group can write to its folders, and we are root: any name there may be a planted link. So no name is ever
/// followed: files are created anew, or must be regular files with one name, and owner and mode are set on the open file.</remarks>
internal sealed class OpenFolder : IDisposable
{
    private const int Tries = 16;

    private readonly SafeFileHandle _folder;

    private OpenFolder(SafeFileHandle folder) => _folder = folder;

    /// <summary>Opens a folder.</summary>
    /// <exception cref="IOException">It doesn't exist, isn't a folder, or may not be entered.</exception>
    public static OpenFolder Open(string path) =>
        new(
            Handle(
                LinuxNative.OpenAt(LinuxNative.CurrentFolder, path, LinuxNative.ReadOnly | LinuxNative.Folder | LinuxNative.CloseOnExec, 0),
                path
            )
        );

    /// <summary>Creates a file anew: an existing one of that name is removed, never written to.</summary>
    /// <param name="name">Its name in this folder.</param>
    /// <param name="mode">Its mode, regardless of the umask.</param>
    /// <param name="group">Its group, where permitted; null to leave it.</param>
    /// <exception cref="IOException">It can't be created.</exception>
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

    /// <summary>Opens a file to append to, or creates it: only a regular file with one name, and no link.</summary>
    /// <exception cref="IOException">It can't be opened, or isn't such a file.</exception>
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

    /// <summary>Creates and opens a folder that only we can enter, with an unpredictable name.</summary>
    /// <exception cref="IOException">It can't be created.</exception>
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
        throw new IOException($"{name} was changed by another program while it was created.");
    }

    /// <summary>Its group, or null if unknown.</summary>
    public uint? Group => FileStatus.OfOpen(Number)?.Group;

    /// <summary>The path to this folder while it is open, whatever has its name by then.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Number}");

    /// <summary>Sets the group of a name and leaves its owner; a link isn't followed.</summary>
    /// <returns>Whether that was permitted.</returns>
    public bool TryGive(string name, uint group) =>
        LinuxNative.ChangeOwnerAt(Number, name, uint.MaxValue, group, LinuxNative.DontFollow) == 0;

    /// <summary>Moves a name into another folder; an existing one of that name is replaced, not followed.</summary>
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

    /// <summary>Whether a name refers to this file.</summary>
    public bool IsStill(string name, SafeFileHandle file) =>
        FileStatus.IdentityAt(Number, name) is { } found && found == FileStatus.IdentityAt((int)file.DangerousGetHandle(), "");

    public void Dispose() => _folder.Dispose();

    private int Number => (int)_folder.DangerousGetHandle();

    private static SafeFileHandle Given(SafeFileHandle file, string name, UnixFileMode mode, uint? group)
    {
        var number = (int)file.DangerousGetHandle();
        if (group is { } id)
        {
            // Only root may set any group; the file is usable without.
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
        throw new IOException($"{name} isn't a regular file, or has a second name (a hard link): nothing is written to it.");
    }

    private static SafeFileHandle Handle(int number, string name) =>
        number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Failed(name);

    private static IOException Failed(string name)
    {
        // ELOOP: a link is in its place, and is never followed.
        const int Link = 40;
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{name}: {(error == Link ? "it is a link, which isn't followed" : Marshal.GetPInvokeErrorMessage(error))}");
    }
}
