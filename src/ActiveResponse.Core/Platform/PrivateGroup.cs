namespace ActiveResponse.Platform;

/// <summary>Whether a group is the private one of a user: of the same name, with no other member, and nobody else's first group.</summary>
/// <remarks>
/// Distributions that give each user such a group also make files writable for it (umask 002), which lets nobody else in. Only the local
/// account files are looked at: a group that isn't in them is not taken for private.
/// </remarks>
internal static class PrivateGroup
{
    public static bool IsOf(uint owner, uint group) => IsOf(owner, group, AccountFiles.Users, AccountFiles.Groups);

    /// <param name="owner">The user's number.</param>
    /// <param name="group">The group's number.</param>
    /// <param name="users">The lines of <c>/etc/passwd</c>.</param>
    /// <param name="groups">The lines of <c>/etc/group</c>.</param>
    public static bool IsOf(uint owner, uint group, IEnumerable<string> users, IEnumerable<string> groups)
    {
        var accounts = AccountFiles.Fields(users, 4);
        var names = accounts.Where(parts => AccountFiles.Is(parts[2], owner)).Select(static parts => parts[0]).ToList();
        var found = AccountFiles.Fields(groups, 4).Where(parts => AccountFiles.Is(parts[2], group)).ToList();
        return names.Count == 1
            && found.Count == 1
            && found[0][0] == names[0]
            && AccountFiles.MembersOf(found[0]).All(member => member == names[0])
            && accounts.TrueForAll(parts => !AccountFiles.Is(parts[3], group) || parts[0] == names[0]);
    }
}
