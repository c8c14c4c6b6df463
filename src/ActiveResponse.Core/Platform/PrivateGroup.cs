namespace ActiveResponse.Platform;

/// <summary>Detects a user's private group: it has the user's name, no other member, and is nobody else's primary group.</summary>
/// <remarks>Distributions with such groups make files group-writable (umask 002), which lets no one else in. Only the local account files
/// count: a group from elsewhere isn't considered private.</remarks>
internal static class PrivateGroup
{
    public static bool IsOf(uint owner, uint group) => IsOf(owner, group, AccountFiles.Users, AccountFiles.Groups);

    /// <param name="owner">The user's uid.</param>
    /// <param name="group">The group's gid.</param>
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
