namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>The groups of the rules that detect what a jail detects, as patterns for <c>rules_group</c>.</summary>
internal static class JailGroups
{
    // Rules of repeated failures have the group of their service and, after it, this one.
    private const string Failures = @",\.*authentication_failures";

    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["sshd"] = "sshd",
        ["sshd-ddos"] = "sshd",
        ["dovecot"] = "dovecot",
        ["postfix"] = "postfix",
        ["postfix-sasl"] = "postfix",
        ["proftpd"] = "proftpd",
        ["pure-ftpd"] = "pure-ftpd",
        ["vsftpd"] = "vsftpd",
        ["pam-generic"] = "pam",
    };

    /// <summary>The pattern for a jail; null if none is known.</summary>
    public static string? Of(string jail) => Services.TryGetValue(jail, out var service) ? service + Failures : null;
}
