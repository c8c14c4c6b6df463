using System.Globalization;

namespace ActiveResponse.Platform;

/// <summary>An installation of OSSEC or Wazuh that an operator named. Its installer gives <c>etc</c> to a service account by
/// design.</summary>
/// <remarks>Only root may be able to change the folder itself, so that only root can have given <c>etc</c> away. Below it, the owner and
/// the group of <c>etc</c> are trusted with what they own; no one else is.</remarks>
internal sealed class Installation
{
    private readonly string _folder;
    private readonly ServiceAccount _account;

    private Installation(string folder, ServiceAccount account) => (_folder, _account) = (folder, account);

    /// <summary>The installation in a folder; null where there is none whose service account decides, in which case the usual rules
    /// hold.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="reason">What keeps it from being trusted as one; null when its <c>etc</c> belongs to root alone, or isn't
    /// there.</param>
    public static Installation? Of(string home, out string? reason)
    {
        if (!TrustedPath.TryResolve(Path.GetFullPath(home), out var folder, out _, out reason))
        {
            return null;
        }

        reason = null;
        if (
            FileStatus.Of(Path.Combine(folder, "etc")) is not { IsFolder: true, Owner: { } owner, Group: { } group }
            || (owner == 0 && group == 0)
        )
        {
            return null;
        }

        return ServiceAccount.TryFind(owner, group, out var account, out reason) ? new Installation(folder, account) : null;
    }

    /// <summary>Whether something below the folder belongs to the service account.</summary>
    public bool Owns(string path, FileStatus status) => IsBelow(path) && _account.User is not null && status.Owner == _account.User;

    /// <summary>Whether something below the folder has the service's group, and no access list that lets others in.</summary>
    public bool SharesWithItsGroup(string path, FileStatus status) =>
        IsBelow(path) && status.Group == _account.Group && !AccessList.IsOn(path);

    /// <summary>Who decides there, for an operator.</summary>
    public override string ToString()
    {
        var user = _account.User is { } number ? Name(number, AccountFiles.Users, "uid") + " and " : "";
        return $"{user}the group {Name(_account.Group, AccountFiles.Groups, "gid")}, the service account of the installation in {_folder}";
    }

    private bool IsBelow(string path) => path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Name(uint number, List<string> lines, string kind) =>
        AccountFiles.Fields(lines, 3).Find(parts => AccountFiles.Is(parts[2], number)) is { } found
            ? found[0]
            : string.Create(CultureInfo.InvariantCulture, $"{kind} {number}");
}
