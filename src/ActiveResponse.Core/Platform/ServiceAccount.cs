using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Platform;

/// <summary>The user and group an installation of OSSEC or Wazuh runs as.</summary>
/// <param name="User">The number of the user who owns its configuration folder; null when root does.</param>
/// <param name="Group">The number of the folder's group.</param>
internal sealed record ServiceAccount(uint? User, uint Group)
{
    private const uint Nobody = 65534;

    /// <summary>How the installers of OSSEC and Wazuh name their accounts: these are taken whatever shell they have.</summary>
    private static readonly string[] UsualNames = ["wazuh", "ossec"];

    private static readonly string[] NoShells = ["nologin", "false", "true", "sync", "halt", "shutdown"];

    /// <summary>Says whether an owner and a group can be those of a service, which nobody logs in as.</summary>
    /// <param name="owner">Who owns the folder.</param>
    /// <param name="group">The folder's group.</param>
    /// <param name="account">The account.</param>
    /// <param name="reason">Why it is none, in words for an operator.</param>
    public static bool TryFind(
        uint owner,
        uint group,
        [NotNullWhen(true)] out ServiceAccount? account,
        [NotNullWhen(false)] out string? reason
    ) => TryFind(owner, group, AccountFiles.Users, AccountFiles.Groups, out account, out reason);

    /// <summary>The same by the lines of account files.</summary>
    /// <param name="owner">Who owns the folder.</param>
    /// <param name="group">The folder's group.</param>
    /// <param name="users">The lines of <c>/etc/passwd</c>.</param>
    /// <param name="groups">The lines of <c>/etc/group</c>.</param>
    /// <param name="account">The account.</param>
    /// <param name="reason">Why it is none, in words for an operator.</param>
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
        // One that isn't in the local files has a name elsewhere, or none: nothing speaks against it but what the operator knows.
        var found = accounts.Find(parts => AccountFiles.Is(parts[2], owner));
        if (owner == Nobody)
        {
            return $"uid {owner} is nobody's";
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
            return $"{found[0]} is an account people log in with ({found[6]}), not that of a service";
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
            : $"the group {name} is not that of a service";
    }

    private static bool PeopleLogInAs(string[] account) => !IsUsual(account[0]) && !NoShells.Contains(Path.GetFileName(account[6].Trim()));

    private static bool IsUsual(string name) => UsualNames.Any(usual => name.StartsWith(usual, StringComparison.Ordinal));
}
