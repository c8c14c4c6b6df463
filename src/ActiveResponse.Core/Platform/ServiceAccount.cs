using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Platform;

/// <summary>The user and group that an installation of OSSEC or Wazuh runs as.</summary>
/// <param name="User">The uid of the owner of its configuration folder; null if root owns it.</param>
/// <param name="Group">The folder's gid.</param>
internal sealed record ServiceAccount(uint? User, uint Group)
{
    private const uint Nobody = 65534;

    /// <summary>The account names that the installers of OSSEC and Wazuh use; they are accepted with any shell.</summary>
    private static readonly string[] UsualNames = ["wazuh", "ossec"];

    private static readonly string[] NoShells = ["nologin", "false", "true", "sync", "halt", "shutdown"];

    /// <summary>Determines whether an owner and a group are those of a service, which nobody logs in as.</summary>
    /// <param name="owner">The folder's owner.</param>
    /// <param name="group">The folder's group.</param>
    /// <param name="account">The account.</param>
    /// <param name="reason">Why it isn't one, for an operator.</param>
    public static bool TryFind(
        uint owner,
        uint group,
        [NotNullWhen(true)] out ServiceAccount? account,
        [NotNullWhen(false)] out string? reason
    ) => TryFind(owner, group, AccountFiles.Users, AccountFiles.Groups, out account, out reason);

    /// <summary>Determines the same from the lines of account files.</summary>
    /// <param name="owner">The folder's owner.</param>
    /// <param name="group">The folder's group.</param>
    /// <param name="users">The lines of <c>/etc/passwd</c>.</param>
    /// <param name="groups">The lines of <c>/etc/group</c>.</param>
    /// <param name="account">The account.</param>
    /// <param name="reason">Why it isn't one, for an operator.</param>
    public static bool TryFind(
        uint owner,
        uint group,
        IEnumerable<string> users,
        IEnumerable<string> groups,
        [NotNullWhen(true)] out ServiceAccount? account,
        [NotNullWhen(false)] out string? reason
    )
    {
        var accounts = AccountFiles.Fields(users, 7);
        reason = owner == 0 ? null : UserProblem(owner, group, accounts);
        reason ??= GroupProblem(group, accounts, AccountFiles.Fields(groups, 4));
        if (reason is not null)
        {
            account = null;
            return false;
        }

        account = new ServiceAccount(owner == 0 ? null : owner, group);
        return true;
    }

    private static string? UserProblem(uint owner, uint group, List<string[]> accounts)
    {
        // An account that isn't in the local files is named elsewhere, or not at all: the operator's word is accepted.
        var found = accounts.Find(parts => AccountFiles.Is(parts[2], owner));
        if (owner == Nobody)
        {
            return $"uid {owner} has no account";
        }

        if (found is null)
        {
            return null;
        }

        if (!AccountFiles.Is(found[3], group))
        {
            return $"gid {group} is not the group of {found[0]}";
        }

        if (PeopleLogInAs(found))
        {
            return $"{found[0]} is a login account ({found[6]}), not a service account";
        }

        return null;
    }

    private static string? GroupProblem(uint group, List<string[]> accounts, List<string[]> groups)
    {
        if (group is 0 or Nobody)
        {
            return $"gid {group} is not the group of a service";
        }

        var name = groups.Find(parts => AccountFiles.Is(parts[2], group))?[0];
        var itsOwn = accounts.FindAll(parts => AccountFiles.Is(parts[3], group));
        return name is null || (itsOwn.Count > 0 && !itsOwn.Exists(PeopleLogInAs)) || IsUsual(name)
            ? null
            : $"the group {name} is not a service account";
    }

    private static bool PeopleLogInAs(string[] account) => !IsUsual(account[0]) && !NoShells.Contains(Path.GetFileName(account[6].Trim()));

    private static bool IsUsual(string name) => UsualNames.Any(usual => name.StartsWith(usual, StringComparison.Ordinal));
}
