using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Records which process works on which place of this host: one byte of one lock file per place. Linux; elsewhere places aren't
/// locked.</summary>
/// <remarks>These are the system's per-process locks: they end with the process, and child processes don't inherit them. The kernel's list
/// shows them to processes that can't open the file, e.g. under another user or on a sealed file system; locks of untrusted processes are
/// ignored.</remarks>
internal sealed partial class PlaceLocks(IReadOnlyList<LockPlace> files)
{
    private const int AskLock = 5;
    private const int SetLock = 6;
    private const short Write = 1;
    private const short None = 2;
    private const long ToEnd = 0;

    // CAP_NET_ADMIN: the right to change a host's packet filter.
    private const int NetworkAdministrator = 12;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private SafeFileHandle? _file;

    public PlaceLocks()
        : this(LockPlace.AllOf("/run/active-response-places.lock")) { }

    /// <summary>Takes a place until it is released or this process ends.</summary>
    /// <returns>Null if we hold it, otherwise the id of the process that does.</returns>
    public int? TryHold(string place)
    {
        lock (_gate)
        {
            if (!OperatingSystem.IsLinux() || _held.Contains(place) || (_file ??= Open()) is not { } file)
            {
                return null;
            }

            var at = OffsetOf(place);
            if (!Control(file, SetLock, Write, at, out _))
            {
                return Control(file, AskLock, Write, at, out var holder) && holder > 0 ? holder : 0;
            }

            if (HolderElsewhere(at) is { } other)
            {
                _ = Control(file, SetLock, None, at, out _);
                return other;
            }

            _held.Add(place);
            return null;
        }
    }

    /// <summary>Whether this process holds a place.</summary>
    public bool Holds(string place)
    {
        lock (_gate)
        {
            return _held.Contains(place);
        }
    }

    public void LetGo(string place)
    {
        lock (_gate)
        {
            if (_held.Remove(place) && _file is not null)
            {
                _ = Control(_file, SetLock, None, OffsetOf(place), out _);
            }
        }
    }

    /// <summary>The name of a place on the firewall of this process's network namespace.</summary>
    public static string InNetwork(string name)
    {
        try
        {
            return $"{name} {File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)?.Name}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return name;
        }
    }

    private SafeFileHandle? Open() => files.Select(static place => place.TryOpen(out _)).FirstOrDefault(static file => file is not null);

    /// <summary>The byte of the file that represents a place.</summary>
    internal static long OffsetOf(string place) =>
        (BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(place))) & (long.MaxValue >> 1)) + 1;

    /// <summary>Whether another process holds any place by this file.</summary>
    public static bool IsHeldElsewhere(SafeFileHandle file) =>
        Control(file, AskLock, Write, 0, out var holder, length: ToEnd) && holder > 0;

    // struct flock of 64-bit Linux: type at 0, whence at 2, start at 8, length at 16, pid at 24.
    private static unsafe bool Control(SafeFileHandle file, int command, short kind, long at, out int holder, long length = 1)
    {
        var range = stackalloc byte[32];
        new Span<byte>(range, 32).Clear();
        *(short*)range = kind;
        *(long*)(range + 8) = at;
        *(long*)(range + 16) = length;
        var isDone = Control(file, command, range) == 0;
        holder = *(int*)(range + 24);
        return isDone;
    }

    // E.g. "7: POSIX  ADVISORY  WRITE 1234 00:1a:567 890 890".
    private static int? HolderElsewhere(long at)
    {
        var first = at.ToString(CultureInfo.InvariantCulture);
        try
        {
            foreach (var line in File.ReadLines("/proc/locks"))
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (
                    parts is [_, "POSIX", _, "WRITE", var process, _, var start, ..]
                    && start == first
                    && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number != Environment.ProcessId
                    && IsTrusted(number)
                )
                {
                    return number;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the list, only processes that can open the same file exclude each other.
        }

        return null;
    }

    private static bool IsTrusted(int process)
    {
        try
        {
            uint? user = null;
            var mayChange = false;
            foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")))
            {
                var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                user = parts is ["Uid:", _, var effective, ..] ? uint.Parse(effective, CultureInfo.InvariantCulture) : user;
                mayChange |=
                    parts is ["CapEff:", var rights]
                    && ((ulong.Parse(rights, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> NetworkAdministrator) & 1)
                        != 0;
            }

            return mayChange || user == 0 || user == FileStatus.EffectiveUser();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static unsafe partial int Control(SafeFileHandle file, int command, void* range);
}
