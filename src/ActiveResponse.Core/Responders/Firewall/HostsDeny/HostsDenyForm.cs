namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>The file of TCP wrappers that denies addresses.</summary>
public enum HostsDenyForm
{
    /// <summary>Lines <c>ALL:ADDRESS</c> in <c>hosts.deny</c>, which <c>hosts.allow</c> overrides. As OSSEC and Wazuh do on
    /// Linux.</summary>
    DenyFile,

    /// <summary>Lines <c>ALL : ADDRESS : deny</c> at the top of <c>hosts.allow</c>, which nothing overrides. As OSSEC and Wazuh do on
    /// FreeBSD, which has only this file. Needs a libwrap with hosts_options(5), like those of Debian and FreeBSD: any other would read
    /// such a line as an allow.</summary>
    AllowFileDeny,
}
