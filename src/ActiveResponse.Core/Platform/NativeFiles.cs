using System.IO.Abstractions;

namespace ActiveResponse.Platform;

/// <summary>Creates the <see cref="INativeFiles"/> of a file system.</summary>
public static class NativeFiles
{
    /// <summary>Returns this host's implementation for its own file system, and a portable one for any other.</summary>
    /// <remarks>The portable one has no owners, locks or notifications, and its writes aren't durable.</remarks>
    /// <param name="files">The file system; this host's is a <see cref="FileSystem"/>.</param>
    /// <param name="clock">The clock for waiting on locks; null for the system's.</param>
    public static INativeFiles For(IFileSystem files, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files is FileSystem ? OfThisHost(clock) : new PortableFiles(files);
    }

    /// <summary>Returns this host's implementation, for a custom file system that delegates to the host's.</summary>
    /// <param name="clock">The clock for waiting on locks; null for the system's.</param>
    public static INativeFiles OfThisHost(TimeProvider? clock = null) => new HostFileCalls(clock ?? TimeProvider.System);
}
