using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Platform;

/// <summary>Follows a path from the root, link by link, and ensures that only root and we can change where it leads.</summary>
internal static class TrustedPath
{
    private const int MostLinks = 40;

    /// <summary>Resolves a path to one without links.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="real">The path without links.</param>
    /// <param name="status">The status of the target.</param>
    /// <param name="reason">Why it can't be trusted, for an operator.</param>
    /// <param name="exceptions">Who else is trusted; null for no one.</param>
    public static bool TryResolve(
        string path,
        [NotNullWhen(true)] out string? real,
        out FileStatus status,
        [NotNullWhen(false)] out string? reason,
        TrustExceptions? exceptions = null
    )
    {
        var root = Path.GetPathRoot(path) ?? "/";
        var pending = new Stack<string>();
        Push(pending, path[root.Length..]);
        real = root;
        status = FileStatus.Of(root) ?? default;
        reason = CheckTrust(root, status, exceptions);
        var links = 0;
        while (reason is null && pending.TryPop(out var part))
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? root : Path.Combine(real, part);
            if (FileStatus.Of(next) is not { } found)
            {
                reason = $"{next} doesn't exist, or can't be read";
            }
            else if (found.IsLink)
            {
                reason = Follow(next, found, pending, exceptions, ref real, ref links);
            }
            else
            {
                reason = CheckTrust(next, found, exceptions);
                (real, status) = (next, found);
            }
        }

        return reason is null;
    }

    private static string? Follow(
        string link,
        FileStatus found,
        Stack<string> pending,
        TrustExceptions? exceptions,
        ref string real,
        ref int links
    )
    {
        var target = new FileInfo(link).LinkTarget;
        if (target is null || ++links > MostLinks)
        {
            return $"the link {link} leads nowhere";
        }

        if (!found.IsOwnedByTrusted && exceptions?.AllowsOwner(link, found) != true)
        {
            return $"the link {link} belongs to another user (only root and this process's user are trusted)";
        }

        if (Path.GetPathRoot(target) is { Length: > 0 } root)
        {
            real = root;
            target = target[root.Length..];
        }

        Push(pending, target);
        return null;
    }

    private static string? CheckTrust(string path, FileStatus status, TrustExceptions? exceptions)
    {
        if (!status.IsOwnedByTrusted && exceptions?.AllowsOwner(path, status) != true)
        {
            return $"{path} belongs to another user (uid {status.Owner}; only root and this process's user are trusted)";
        }

        // In a sticky folder of root's, such as /tmp, others can add files but not replace ours.
        var isOpen = status.IsWritableByOthers && !(status is { IsFolder: true, IsSticky: true } && status.Owner is 0 or null);
        return isOpen && (status.IsWritableByEverybody || exceptions?.AllowsGroup(path, status) != true) ? Open(path, status) : null;
    }

    private static string Open(string path, FileStatus status) =>
        !status.IsWritableByEverybody && AccessList.IsOn(path)
            ? $"{path} has an access list that lets others write it (mode {status.Octal}: chmod go-w, or setfacl -b)"
            : $"{path} can be written by its group or by everyone (mode {status.Octal}: chmod go-w)";

    private static void Push(Stack<string> pending, string path)
    {
        var parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i] != ".")
            {
                pending.Push(parts[i]);
            }
        }
    }
}
