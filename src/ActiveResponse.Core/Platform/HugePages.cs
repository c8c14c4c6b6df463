using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActiveResponse.Platform;

/// <summary>
/// Large arrays on huge pages, where the kernel has them: of memory that is touched for the first time, or in any order, most of the cost
/// is that of its small pages, above all on virtual machines. Linux 6.1 and later; elsewhere, and where the host's owner wants none, an
/// array is as any other.
/// </summary>
internal static partial class HugePages
{
    /// <summary>The size of one, as nearly all processors have it; others aren't used.</summary>
    public const int Size = 2 * 1024 * 1024;

    private const string Settings = "/sys/kernel/mm/transparent_hugepage/";
    private const int Collapse = 25;

    private static readonly Lazy<bool> Usable = new(static () =>
        OperatingSystem.IsLinux() && IsUsable(Read("hpage_pmd_size"), Read("enabled"))
    );

    /// <summary>A new array, all zero; on huge pages where it spans any.</summary>
    public static T[] NewArray<T>(int length)
        where T : unmanaged
    {
        var array = new T[length];
        if ((long)length * Unsafe.SizeOf<T>() > Size / 2)
        {
            _ = TryBack(array);
        }

        return array;
    }

    /// <param name="size">The bytes of a huge page, as the kernel tells them; null for nothing.</param>
    /// <param name="enabled">Who may have them, the chosen word in brackets; null for nothing.</param>
    internal static bool IsUsable(string? size, string? enabled) =>
        int.TryParse(size, out var bytes) && bytes == Size && enabled is not null && !enabled.Contains("[never]", StringComparison.Ordinal);

    /// <summary>Has the kernel put an array on huge pages, as far as they are whole; its contents stay.</summary>
    /// <returns>Whether it did.</returns>
    internal static unsafe bool TryBack<T>(T[] array)
        where T : unmanaged
    {
        if (!Usable.Value)
        {
            return false;
        }

        fixed (T* first = array)
        {
            // From the page it starts on, of which something else may have the rest; to the last that is whole, since what comes after the
            // array may not be there.
            var (begin, after) = ((nuint)first, (nuint)first + ((nuint)array.Length * (nuint)sizeof(T)));
            var (start, end) = (begin & ~((nuint)Size - 1), after & ~((nuint)Size - 1));
            for (var page = start; page < end; page += Size)
            {
                // The kernel replaces small pages: there must be one.
                var touched = (byte*)Math.Max(page, begin);
                Volatile.Write(ref *touched, *touched);
            }

            // A refusal changes nothing.
            return start < end && Advise((void*)start, end - start, Collapse) == 0;
        }
    }

    private static string? Read(string name)
    {
        try
        {
            return File.ReadAllText(Settings + name).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static unsafe partial int Advise(void* start, nuint length, int advice);
}
