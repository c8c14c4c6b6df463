using System.Globalization;
using System.Text;
using ActiveResponse.Platform;
using ActiveResponse.State;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Sqlite.Files;

/// <summary>Lock of a store, held by one process, whose id is in the file. The kernel releases it however the process ends.</summary>
internal sealed class StoreLock : IDisposable
{
    // A program that a killed agent was just starting holds a copy of the lock until exec: milliseconds, more on a busy host.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly SafeFileHandle _file;

    private StoreLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock, and waits for leftovers of a dead process.</summary>
    /// <exception cref="ResponseStoreException">Another process holds it.</exception>
    /// <exception cref="IOException">The lock file can't be created.</exception>
    public static StoreLock Take(StorePaths paths, TimeProvider clock)
    {
        var file = OperatingSystem.IsLinux() ? TakeOnLinux(paths, clock) : TakeElsewhere(paths);
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")), 0);
        return new StoreLock(file);
    }

    public void Dispose()
    {
        // A program being started holds a copy of the descriptor until exec, and the lock lasts as long as the last copy.
        if (OperatingSystem.IsLinux() && !_file.IsClosed)
        {
            _ = LinuxNative.Lock(_file, LinuxNative.Unlock);
        }

        _file.Dispose();
    }

    private static SafeFileHandle TakeOnLinux(StorePaths paths, TimeProvider clock)
    {
        // FileStream's own lock would keep us from reading who holds it, and others could hold it.
        var file =
            LockFile.TryOpen(paths.Lock, makes: true, out var problem)
            ?? throw new IOException($"The lock file {paths.Lock} can't be opened: {problem!.Reason}", problem.Error);
        var began = clock.GetTimestamp();
        while (LinuxNative.Lock(file, LinuxNative.LockExclusive | LinuxNative.LockWithoutWaiting) != 0)
        {
            var holder = Holder(file);
            if ((holder is { } pid && IsAlive(pid)) || clock.GetElapsedTime(began) >= Patience)
            {
                file.Dispose();
                throw InUse(paths, holder);
            }

            Wait(clock);
        }

        return file;
    }

    private static SafeFileHandle TakeElsewhere(StorePaths paths)
    {
        try
        {
            return File.OpenHandle(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(paths.Lock))
        {
            throw InUse(paths, holder: null);
        }
    }

    private static int? Holder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var length = RandomAccess.Read(file, text, 0);
        return int.TryParse(
            Encoding.ASCII.GetString(text[..length]).TrimEnd('\n'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var pid
        )
            ? pid
            : null;
    }

    // A zombie still has its folder, with the state Z after its name, which may contain anything.
    private static bool IsAlive(int pid)
    {
        try
        {
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return status.AsSpan(status.LastIndexOf(')') + 1).TrimStart() is not ['Z' or 'X', ..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Wait(TimeProvider clock)
    {
        using var passed = new ManualResetEventSlim();
        using var timer = clock.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), passed, Pause, Timeout.InfiniteTimeSpan);
        passed.Wait();
    }

    private static ResponseStoreException InUse(StorePaths paths, int? holder) =>
        new(
            StoreFailure.InUse,
            $"The store {paths.Database} is in use by another process{(holder is { } pid ? $" (process {pid})" : "")}: "
                + "stop that one first, give this one a file of its own, or open it read-only."
        );
}
