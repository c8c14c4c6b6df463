using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Scripts;

/// <summary>Installs links to the tool in a script folder, and removes them again; replaced files are kept and restored.</summary>
internal sealed partial class ScriptInstaller(string folder, string target)
{
    private readonly InstalledScripts _installed = InstalledScripts.Read(folder);

    public IReadOnlyCollection<string> Installed => _installed.Names;

    /// <summary>Replaces a script by the tool. Whenever it is interrupted, a script of that name exists, and the replaced file is
    /// kept.</summary>
    /// <returns>What was done, in a few words.</returns>
    /// <exception cref="IOException">It failed.</exception>
    public string Install(string name)
    {
        var path = Path.Combine(folder, name);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, and stays unchanged.");
        }

        var isOurs = IsOurs(name);
        if (isOurs && _installed.TargetOf(name) == target)
        {
            return "is installed already";
        }

        _installed.Add(name, _installed.TargetOf(name) ?? target);
        var wasThere = !isOurs && Path.Exists(path) || new FileInfo(path).LinkTarget is not null && !isOurs;
        if (wasThere)
        {
            // An agent update may have installed a newer file than the kept one.
            File.Delete(_installed.KeptOf(name));
            if (Link(path, _installed.KeptOf(name)) != 0)
            {
                throw new IOException($"{path} can't be kept: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
            }
        }

        var link = Path.Combine(_installed.Folder, name + ".new");
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
        _installed.Add(name, target);
        File.Move(link, path, overwrite: true);
        return wasThere ? "installed; the replaced file is kept" : "installed";
    }

    /// <summary>Removes a link and restores the replaced file.</summary>
    /// <returns>What was done, in a few words.</returns>
    /// <exception cref="IOException">It failed.</exception>
    public string Uninstall(string name)
    {
        if (_installed.TargetOf(name) is null)
        {
            return "isn't installed";
        }

        var path = Path.Combine(folder, name);
        var (kept, isOurs) = (_installed.KeptOf(name), IsOurs(name));
        var wasKept = Path.Exists(kept) || new FileInfo(kept).LinkTarget is not null;
        if (isOurs && wasKept)
        {
            File.Move(kept, path, overwrite: true);
        }
        else if (isOurs)
        {
            File.Delete(path);
        }
        else if (wasKept && !Path.Exists(path))
        {
            File.Move(kept, path);
        }
        else if (wasKept)
        {
            _installed.Remove(name);
            return $"isn't ours any more and stays; the replaced file is {kept}";
        }

        _installed.Remove(name);
        return wasKept ? "uninstalled; the replaced file is restored" : "uninstalled";
    }

    // Only a link to our recorded target is ours; the administrator's own link to the tool isn't.
    private bool IsOurs(string name) =>
        _installed.TargetOf(name) is { } recorded
        && new FileInfo(Path.Combine(folder, name)).LinkTarget is { } leads
        && (leads == recorded || leads == target);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string kept);
}
