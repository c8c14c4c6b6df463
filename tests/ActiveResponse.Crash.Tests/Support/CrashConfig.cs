namespace ActiveResponse.Crash.Tests.Support;

/// <summary>The configuration of the agent that is killed: which rule leads to which responders.</summary>
internal static class CrashConfig
{
    public const string Nftables = "nftables";
    public const string Iptables = "iptables";
    public const string HostsDeny = "host-deny";

    /// <summary>Timed blocks last four hours; the clock is put on by more than that where they are to be overdue.</summary>
    public const int HoursThatEndBlocks = 5;

    public static readonly IReadOnlyList<string> Responders = [Nftables, Iptables, HostsDeny];

    public static readonly IReadOnlyList<CrashRule> Rules =
    [
        new(100001, [Nftables], IsTimed: true),
        new(100002, [Iptables], IsTimed: true),
        new(100003, [HostsDeny], IsTimed: true),
        new(100004, [Nftables, Iptables, HostsDeny], IsTimed: true),
        new(100005, [HostsDeny], IsTimed: false),
    ];

    /// <summary>A rule that nothing is configured for.</summary>
    public const int QuietRule = 100009;

    public static readonly IReadOnlyList<string> Addresses =
    [
        .. Enumerable.Range(1, 40).Select(static i => $"198.51.100.{i}"),
        .. Enumerable.Range(1, 20).Select(static i => $"2001:db8::{i:x}"),
    ];

    public const string OssecConf = """
        <ossec_config>
          <command><name>nft</name><executable>nftables</executable><timeout_allowed>yes</timeout_allowed></command>
          <command><name>ipt</name><executable>iptables</executable><timeout_allowed>yes</timeout_allowed></command>
          <command><name>deny</name><executable>host-deny</executable><timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>nft</command><location>local</location>
          <rules_id>100001,100004</rules_id><timeout>14400</timeout></active-response>
          <active-response><command>ipt</command><location>local</location>
          <rules_id>100002,100004</rules_id><timeout>14400</timeout></active-response>
          <active-response><command>deny</command><location>local</location>
          <rules_id>100003,100004</rules_id><timeout>14400</timeout></active-response>
          <active-response><command>deny</command><location>local</location><rules_id>100005</rules_id></active-response>
        </ossec_config>
        """;
}

/// <summary>A rule, the responders its alerts lead to, and whether their blocks end by themselves.</summary>
internal sealed record CrashRule(int Id, IReadOnlyList<string> Responders, bool IsTimed);
