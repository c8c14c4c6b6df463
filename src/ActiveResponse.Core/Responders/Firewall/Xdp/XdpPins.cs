using System.Globalization;
using System.Runtime.InteropServices;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Our folder in the bpf file system: it keeps maps, program and links while no process has them open.</summary>
/// <param name="options">Where it is.</param>
internal sealed class XdpPins(XdpOptions options)
{
    /// <summary>Changes with the form of keys and values, so that an older program never reads newer maps.</summary>
    private const int Version = 1;

    private const uint OwnerOnly = LinuxNative.OwnFolder;
    private const string Program = "program";
    private const string Links = "link_";

    private static readonly string[] Maps = ["hosts4", "hosts6", "networks4", "networks6", "dropped"];

    public string Folder { get; } = string.Create(CultureInfo.InvariantCulture, $"{options.Folder}/{options.Pins}_v{Version}");

    /// <summary>Whether anything of ours may be there.</summary>
    public bool IsThere => FileStatus.Of(Folder) is not null;

    /// <summary>Opens our maps; null if one of them is gone.</summary>
    /// <exception cref="FirewallException">They aren't ours, or can't be opened.</exception>
    public XdpMaps? OpenMaps()
    {
        RequireOwner();
        var opened = new List<BpfMap>();
        foreach (var form in XdpMaps.Forms(options.MaxElements))
        {
            if (OpenMap(opened.Count, form) is not { } map)
            {
                opened.ForEach(static one => one.Dispose());
                return null;
            }

            opened.Add(map);
        }

        return new XdpMaps([.. opened]);
    }

    /// <summary>Opens our maps, and makes those that are gone.</summary>
    /// <param name="hasMade">Whether any was made.</param>
    /// <exception cref="IOException">They can't be made, or others are there.</exception>
    public XdpMaps OpenOrMakeMaps(out bool hasMade)
    {
        hasMade = false;
        MakeFolder();
        RequireOwner();
        var opened = new List<BpfMap>();
        try
        {
            foreach (var form in XdpMaps.Forms(options.MaxElements))
            {
                var map = OpenMap(opened.Count, form);
                if (map is null)
                {
                    map = BpfMap.Create(form);
                    hasMade = true;
                    Pin(map.File, Maps[opened.Count]);
                }

                opened.Add(map);
            }

            return new XdpMaps([.. opened]);
        }
        catch
        {
            opened.ForEach(static one => one.Dispose());
            throw;
        }
    }

    /// <summary>Opens our program; null if it is gone.</summary>
    /// <exception cref="FirewallException">It isn't ours, or can't be opened.</exception>
    public SafeFileHandle? OpenProgram()
    {
        RequireOwner();
        return Open(Program);
    }

    /// <summary>Keeps a program in place of the one before.</summary>
    public void KeepProgram(SafeFileHandle program)
    {
        _ = LinuxNative.Unlink(PathOf(Program));
        Pin(program, Program);
    }

    /// <summary>Opens our link to an interface; null if there is none.</summary>
    /// <exception cref="FirewallException">It isn't ours, or can't be opened.</exception>
    public SafeFileHandle? OpenLink(int index)
    {
        RequireOwner();
        return Open(NameOfLink(index));
    }

    public void KeepLink(int index, SafeFileHandle link) => Pin(link, NameOfLink(index));

    /// <summary>Ends a link; the interface may be gone.</summary>
    public void DropLink(int index) => DropLink(NameOfLink(index));

    /// <summary>The interfaces we have links to.</summary>
    public IEnumerable<int> LinkedInterfaces() =>
        LinkNames()
            .Select(static name => int.TryParse(name.AsSpan(Links.Length), CultureInfo.InvariantCulture, out var index) ? index : 0)
            .Where(static index => index > 0);

    /// <summary>Removes all of ours.</summary>
    /// <exception cref="FirewallException">The folder can't be removed.</exception>
    public void RemoveAll()
    {
        foreach (var name in LinkNames())
        {
            DropLink(name);
        }

        foreach (var name in (string[])[Program, .. Maps])
        {
            _ = LinuxNative.Unlink(PathOf(name));
        }

        if (LinuxNative.DeleteFolder(Folder) != 0 && Marshal.GetLastPInvokeError() is not LinuxError.NoEntry and var error)
        {
            throw new FirewallException($"{Folder} can't be removed: {LinuxError.Explain(error)}");
        }
    }

    private BpfMap? OpenMap(int number, BpfMapForm form)
    {
        if (Open(Maps[number]) is not { } file)
        {
            return null;
        }

        if (
            BpfObject.DescribeMap(file) is { } found
            && (found.Kind, found.KeyLength, found.ValueLength) == (form.Kind, form.KeyLength, form.ValueLength)
        )
        {
            return new BpfMap(file, form with { Room = found.Room });
        }

        file.Dispose();
        throw new FirewallException($"{PathOf(Maps[number])} exists and isn't ours. Set another name for our folder (XdpOptions.Pins).");
    }

    private SafeFileHandle? Open(string name)
    {
        if (FileStatus.Of(PathOf(name)) is { } found && IsOthers(found))
        {
            throw new FirewallException($"{PathOf(name)} isn't of root or this user alone. Remove {Folder}; the next block makes it anew.");
        }

        var file = BpfObject.Open(PathOf(name), out var error);
        return error is 0 or BpfErrors.Missing
            ? file
            : throw new FirewallException($"{PathOf(name)} can't be opened: {BpfErrors.Explain(error)}");
    }

    private void Pin(SafeFileHandle file, string name)
    {
        if (BpfObject.Pin(file, PathOf(name)) is not 0 and var error)
        {
            throw new FirewallException($"{PathOf(name)} can't be made: {BpfErrors.Explain(error)}");
        }
    }

    private void DropLink(string name)
    {
        using (var link = BpfObject.Open(PathOf(name), out _))
        {
            if (link is not null)
            {
                BpfLink.Detach(link);
            }
        }

        _ = LinuxNative.Unlink(PathOf(name));
    }

    /// <summary>Whoever may write it could put maps of their own there, and so lift or add blocks.</summary>
    private void RequireOwner()
    {
        if (FileStatus.Of(options.Folder) is { } above && (!above.IsOwnedByTrusted || (above.IsWritableByOthers && !above.IsSticky)))
        {
            throw new FirewallException(
                $"Others than root and this user may replace what is in {options.Folder}. Mount it with mode=0700, or set its sticky bit."
            );
        }

        if (FileStatus.Of(Folder) is { } found && (!found.IsFolder || IsOthers(found)))
        {
            throw new FirewallException(
                $"{Folder} isn't a folder that only root or this user may write. Remove it, or set another name (XdpOptions.Pins)."
            );
        }
    }

    private static bool IsOthers(FileStatus found) => !found.IsOwnedByTrusted || found.IsWritableByOthers;

    private void MakeFolder()
    {
        if (LinuxNative.MakeFolder(Folder, OwnerOnly) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != LinuxError.Exists)
            {
                throw new FirewallException($"{Folder} can't be made: {LinuxError.Explain(error)}");
            }
        }
    }

    private IReadOnlyList<string> LinkNames()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Folder, Links + "*").Select(static path => Path.GetFileName(path))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // A bpf file system takes no dots in names, which names of interfaces may have.
    private static string NameOfLink(int index) => string.Create(CultureInfo.InvariantCulture, $"{Links}{index}");

    private string PathOf(string name) => $"{Folder}/{name}";
}
