using System.Collections.Frozen;

namespace ActiveResponse.Tool.Commands;

/// <summary>Finds the rule files that an OSSEC configuration includes; without one of them <c>ossec-analysisd</c> doesn't start.</summary>
internal static class RuleFiles
{
    // Installed by OSSEC: these are assumed to exist.
    private static readonly FrozenSet<string> Shipped = FrozenSet.Create(
        StringComparer.Ordinal,
        "apache_rules",
        "apparmor_rules",
        "arpwatch_rules",
        "asterisk_rules",
        "attack_rules",
        "cimserver_rules",
        "cisco-ios_rules",
        "clam_av_rules",
        "courier_rules",
        "cpanel_rules",
        "dnsmasq_rules",
        "dovecot_rules",
        "dropbear_rules",
        "exim_rules",
        "firewall_rules",
        "firewalld_rules",
        "ftpd_rules",
        "hordeimp_rules",
        "ids_rules",
        "imapd_rules",
        "kesl_rules",
        "last_rootlogin_rules",
        "lighttpd_rules",
        "linux_usbdetect_rules",
        "local_rules",
        "mailscanner_rules",
        "mcafee_av_rules",
        "mhn_cowrie_rules",
        "mhn_dionaea_rules",
        "modsecurity_rules",
        "ms-exchange_rules",
        "ms-se_rules",
        "ms1016_usbdetect_rules",
        "ms_dhcp_rules",
        "ms_firewall_rules",
        "ms_ftpd_rules",
        "ms_ipsec_rules",
        "ms_powershell_rules",
        "msauth_rules",
        "mysql_rules",
        "named_rules",
        "netscreenfw_rules",
        "nginx_rules",
        "nsd_rules",
        "openbsd-dhcpd_rules",
        "openbsd_rules",
        "opensmtpd_rules",
        "ossec_rules",
        "owncloud_rules",
        "pam_rules",
        "php_rules",
        "pix_rules",
        "policy_rules",
        "postfix_rules",
        "postgresql_rules",
        "proftpd_rules",
        "proxmox-ve_rules",
        "psad_rules",
        "pure-ftpd_rules",
        "racoon_rules",
        "roundcube_rules",
        "rules_config",
        "sendmail_rules",
        "smbd_rules",
        "solaris_bsm_rules",
        "sonicwall_rules",
        "spamd_rules",
        "squid_rules",
        "sshd_rules",
        "symantec-av_rules",
        "symantec-ws_rules",
        "syslog_rules",
        "sysmon_rules",
        "systemd_rules",
        "telnetd_rules",
        "topleveldomain_rules",
        "trend-osce_rules",
        "unbound_rules",
        "vmpop3d_rules",
        "vmware_rules",
        "vpn_concentrator_rules",
        "vpopmail_rules",
        "vsftpd_rules",
        "web_appsec_rules",
        "web_rules",
        "wordpress_rules",
        "zeus_rules"
    );

    /// <summary>Whether a rule file exists in the given folder, otherwise in the one beside the configuration's; without either, whether
    /// OSSEC installs it.</summary>
    /// <param name="config">The configuration; OSSEC's is in <c>etc</c>, with <c>rules</c> beside that.</param>
    /// <param name="folder">The operator's folder, or null.</param>
    public static Func<string, bool> Find(string config, string? folder)
    {
        folder ??= Beside(config);
        return folder is null
            ? static name => name.EndsWith(".xml", StringComparison.Ordinal) && Shipped.Contains(name[..^4])
            : name =>
                File.Exists(name.Contains('/', StringComparison.Ordinal) ? Path.Combine(folder, "..", name) : Path.Combine(folder, name));
    }

    private static string? Beside(string config)
    {
        // Invalid file names are reported when the file is read.
        var parent = config.Length == 0 ? null : Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(config)));
        var beside = parent is null ? null : Path.Combine(parent, "rules");
        return Directory.Exists(beside) ? beside : null;
    }
}
