namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>In which of the two files of TCP wrappers addresses are denied.</summary>
public enum HostsDenyForm
{
    /// <summary>By lines <c>ALL:ADDRESS</c> in <c>hosts.deny</c>, over which <c>hosts.allow</c> wins. What OSSEC and Wazuh do on
    /// Linux.</summary>
    DenyFile,

    /// <summary>
    /// By lines <c>ALL : ADDRESS : deny</c> at the top of <c>hosts.allow</c>, which nothing wins over. What OSSEC and Wazuh do on FreeBSD,
    /// whose only file it is. It takes a libwrap that knows hosts_options(5), as those of Debian and FreeBSD do: to another one such a line
    /// lets the address in.
    /// </summary>
    AllowFileDeny,
}
