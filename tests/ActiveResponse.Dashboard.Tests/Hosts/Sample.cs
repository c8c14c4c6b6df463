using System.Globalization;
using ActiveResponse.Alerts;

namespace ActiveResponse.Dashboard.Tests.Hosts;

/// <summary>A configuration, and alerts that fire by it.</summary>
internal static class Sample
{
    public const string Config = """
        <ossec_config>
          <global>
            <white_list>198.51.100.7</white_list>
          </global>
          <command>
            <name>firewall-drop</name>
            <executable>firewall-drop</executable>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <command>
            <name>disable-account</name>
            <executable>disable-account</executable>
            <timeout_allowed>yes</timeout_allowed>
          </command>
          <active-response>
            <command>firewall-drop</command>
            <location>local</location>
            <level>6</level>
            <timeout>600</timeout>
            <repeated_offenders>30,60</repeated_offenders>
          </active-response>
          <active-response>
            <command>disable-account</command>
            <location>local</location>
            <rules_id>5551</rules_id>
            <timeout>300</timeout>
          </active-response>
        </ossec_config>
        """;

    public static Alert Alert(string address, uint rule = 5712, string agent = "bastion", string? user = null, int number = 1) =>
        new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"1785554000.{number}"),
            RuleId = rule,
            Level = 10,
            Groups = "syslog,sshd,",
            AgentId = "000",
            AgentName = agent,
            SourceAddress = address,
            User = user,
            Location = "/var/log/auth.log",
        };

    public static string Json(string address, int level = 10) =>
        $$$"""
            {"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":{{{level}}},"description":"test","id":"5712","groups":["sshd"]},
            "agent":{"id":"000","name":"bastion"},"id":"1785554000.9","data":{"srcip":"{{{address}}}"},"location":"/var/log/auth.log"}
            """.ReplaceLineEndings("");
}
