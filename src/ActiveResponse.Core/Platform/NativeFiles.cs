using System.IO.Abstractions;

namespace ActiveResponse.Platform;

/// <summary>Makes the <see cref="INativeFiles"/> of a file system.</summary>
public static class NativeFiles
{
    /// <summary>Those of this host for its own file system, and what can be had for any other.</summary>
    /// <remarks>Any other has no owners, no locks, no notifications, and nothing that outlives a power cut.</remarks>
    /// <param name="files">The file system; one of this host is a <see cref="FileSystem"/>.</param>
    /// <param name="clock">The clock that waits for locks; null for the system's.</param>
    public static INativeFiles For(IFileSystem files, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files is FileSystem ? OfThisHost(clock) : new PortableFiles(files);
    }

    /// <summary>Those of this host: for a file system of one's own that hands on to the host's.</summary>
    /// <param name="clock">The clock that waits for locks; null for the system's.</param>
    public static INativeFiles OfThisHost(TimeProvider? clock = null) => new HostFileCalls(clock ?? TimeProvider.System);
}
