namespace ActiveResponse.Tool.Tests.Support;

/// <summary>Small configurations and alerts.</summary>
internal static class Inputs
{
    public static string Config(int timeout, string extra = "") =>
        $"""
            <ossec_config>
              {extra}
              <command>
                <name>firewall-drop</name>
                <executable>firewall-drop</executable>
                <timeout_allowed>yes</timeout_allowed>
              </command>
              <active-response>
                <command>firewall-drop</command>
                <location>local</location>
                <level>6</level>
                <timeout>{timeout}</timeout>
              </active-response>
            </ossec_config>
            """;

    public static string Alert(string address, int sequence = 1, int level = 10) =>
        """{"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":"""
        + $$$"""{{{level}}},"description":"test","id":"5712","groups":["syslog","sshd"]},"agent":"""
        + $$$"""{"id":"000","name":"bastion"},"id":"1785554000.{{{sequence}}}","data":{"srcip":"{{{address}}}","dstuser":"(no """
        + """user)"},"location":"/var/log/auth.log"}"""
        + "\n";

    /// <summary>The command line of an agent that blocks an address for 10 minutes.</summary>
    public static string[] BlockingRun(Folder folder, string address, string firewall, params IEnumerable<string> more) =>
        [
            "run",
            "--config",
            folder.Write("ossec.conf", Config(600)),
            "--alerts",
            folder.Write("alerts.json", Alert(address)),
            "--firewall",
            firewall,
            "--from-start",
            .. more,
        ];

    /// <summary>A file of the repository.</summary>
    public static string Repository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ActiveResponse.Core.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}
