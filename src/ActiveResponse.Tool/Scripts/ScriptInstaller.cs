using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Scripts;

/// <summary>Puts links to the tool into a script folder and takes them away again; what stood there before is kept aside and comes
/// back.</summary>
internal sealed partial class ScriptInstaller(string folder, string target)
{
    private readonly InstalledScripts _installed = InstalledScripts.Read(folder);

    public IReadOnlyCollection<string> Installed => _installed.Names;

    /// <summary>Makes a name the tool's. Whenever it is cut short, there is a script of that name, and what stood there before is
    /// kept.</summary>
    /// <returns>What was done, in a few words.</returns>
    /// <exception cref="IOException">It can't be done.</exception>
    public string Install(string name)
    {
        var path = Path.Combine(folder, name);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, and is left alone.");
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
            // An update of the agent may have put a newer one there than the one kept.
            File.Delete(_installed.KeptOf(name));
            if (Link(path, _installed.KeptOf(name)) != 0)
            {
                throw new IOException($"{path} can't be kept aside: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
            }
        }

        var link = Path.Combine(_installed.Folder, name + ".new");
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
        _installed.Add(name, target);
        File.Move(link, path, overwrite: true);
        return wasThere ? "installed; what was there is kept aside" : "installed";
    }

    /// <summary>Takes a link away, and puts back what stood there.</summary>
    /// <returns>What was done, in a few words.</returns>
    /// <exception cref="IOException">It can't be done.</exception>
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
            return $"is somebody else's by now and stays; what stood there before is {kept}";
        }

        _installed.Remove(name);
        return wasKept ? "uninstalled; what was there is back" : "uninstalled";
    }

    // A link that leads where we have led it; one of the administrator's own that leads to the tool is his.
    private bool IsOurs(string name) =>
        _installed.TargetOf(name) is { } recorded
        && new FileInfo(Path.Combine(folder, name)).LinkTarget is { } leads
        && (leads == recorded || leads == target);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string kept);
}
