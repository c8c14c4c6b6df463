using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Platform;

/// <summary>Copies the owner, group, mode, access list, label and other extended attributes of a file to another.</summary>
internal static unsafe class LinuxFileAttributes
{
    private const int LargestList = 64 * 1024;

    /// <summary>Copies them all.</summary>
    /// <returns>False if one can't be set: the copy must not replace the original then.</returns>
    public static bool TryCopy(SafeFileHandle from, SafeFileHandle to)
    {
        var original = LinuxFile.Status(from);
        var copy = LinuxFile.Status(to);
        var hasOwner =
            (original.User == copy.User && original.Group == copy.Group) || LinuxNative.ChangeOwner(to, original.User, original.Group) == 0;

        // The mode comes last: a change of owner clears set-id bits, and until then no one else may read the copy.
        return hasOwner && TryCopyExtended(from, to) && LinuxNative.ChangePermissions(to, original.Permissions) == 0;
    }

    private static bool TryCopyExtended(SafeFileHandle from, SafeFileHandle to)
    {
        var names = new byte[LargestList + 1];
        var values = new byte[LargestList];
        var others = new byte[LargestList];
        fixed (byte* name = names)
        fixed (byte* value = values)
        fixed (byte* other = others)
        {
            var length = LinuxNative.ListAttributes(from, name, LargestList);
            if (length < 0)
            {
                return Marshal.GetLastPInvokeError() == LinuxError.NotSupported;
            }

            for (nint at = 0; at < length; at += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name + at).Length + 1)
            {
                var size = LinuxNative.GetAttribute(from, name + at, value, LargestList);
                var isEqual =
                    size >= 0
                    && LinuxNative.GetAttribute(to, name + at, other, LargestList) == size
                    && values.AsSpan(0, (int)size).SequenceEqual(others.AsSpan(0, (int)size));
                if (!isEqual && (size < 0 || LinuxNative.SetAttribute(to, name + at, value, (nuint)size, 0) != 0))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
