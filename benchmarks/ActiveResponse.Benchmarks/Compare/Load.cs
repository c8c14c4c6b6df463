using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>Alerts, attackers and configurations to measure with; addresses of the range for benchmarks, 198.18.0.0/15.</summary>
internal static class Load
{
    /// <summary>The rule of a brute force attack, which fires; 5710 doesn't.</summary>
    public const uint FiringRule = 5712;

    private static readonly string Log = string.Concat(
        Enumerable.Repeat("Aug  1 03:17:27 bastion sshd[4711]: Failed password for invalid user oracle port 40122 ssh2 ", 6)
    )[..470];

    public static string Address(int n) =>
        string.Create(CultureInfo.InvariantCulture, $"198.{18 + ((n >> 16) & 1)}.{(n >> 8) & 255}.{n & 255}");

    public static Subject Attacker(string text) =>
        Subject.Of(AddressPrefix.TryParse(text, out var address) ? address : throw new FormatException(text));

    /// <summary>One Wazuh alert of about a kilobyte, with its newline.</summary>
    public static string Line(int n, uint rule, string address) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"timestamp":"2026-08-01T03:17:27.123+0000","rule":{"level":"""
                + $$$"""{{{(rule == FiringRule ? 10 : 5)}}},"description":"sshd: Attempt to login using a non-existent """
                + $$$"""user","id":"{{{rule}}}","mitre":{"id":["T1110.001"],"tactic":["Credential Access"],"technique":["Password """
                + $$$"""Guessing"]},"firedtimes":{{{n % 50}}},"mail":false,"groups":"""
                + $$$"""["syslog","sshd","authentication_failed","site{{{n % 200}}}"],"pci_dss":["10.2.4","10.2.5"]},"agent":"""
                + $$$"""{"id":"000","name":"bastion"},"manager":"""
                + $$$"""{"name":"bastion"},"id":"1785554247.{{{n}}}","full_log":"{{{Log}}}","decoder":"""
                + $$$"""{"parent":"sshd","name":"sshd"},"data":"""
                + $$$"""{"srcip":"{{{address}}}","srcport":"40122","srcuser":"oracle"},"location":"/var/log/auth.log"}{{{'\n'}}}"""
        );

    /// <summary>A file of alerts of which one in so many fires; 0 for none.</summary>
    public static byte[] Lines(int count, int oneIn, int attackers = 10_000)
    {
        var lines = new MemoryStream(count * 1100);
        for (var n = 0; n < count; n++)
        {
            var fires = oneIn > 0 && n % oneIn == 0;
            lines.Write(Encoding.UTF8.GetBytes(Line(n, fires ? FiringRule : 5710u, Address(fires ? n / oneIn % attackers : n & 0xffff))));
        }

        return lines.ToArray();
    }

    /// <summary>A small configuration file for the tool, which blocks for so many seconds on <see cref="FiringRule"/>.</summary>
    public static string OssecConf(int timeout) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <ossec_config>
              <command><name>drop</name><executable>firewall-drop</executable><timeout_allowed>yes</timeout_allowed></command>
              <active-response><command>drop</command><location>local</location>
              <rules_id>{FiringRule}</rules_id><timeout>{timeout}</timeout></active-response>
            </ossec_config>
            """
        );

    /// <summary>Responses of all kinds, of which only that of <see cref="FiringRule"/> fires for these alerts.</summary>
    public static ActiveResponseConfig Config(int responses, TimeSpan timeout, string executable = "firewall-drop")
    {
        var command = new CommandDefinition
        {
            Name = "drop",
            Executable = executable,
            TimeoutAllowed = true,
        };
        var some = new ResponseDefinition
        {
            Name = "drop",
            Command = command,
            Locations = ResponseLocation.Local,
            Timeout = timeout,
        };
        return new ActiveResponseConfig
        {
            Commands = [command],
            Responses =
            [
                some with
                {
                    RuleIds = [FiringRule],
                },
                .. Enumerable
                    .Range(1, responses - 1)
                    .Select(i =>
                        (i % 3) switch
                        {
                            0 => some with { Level = 11 + (i % 5) },
                            1 => some with { RuleIds = [(uint)(100_000 + i), (uint)(200_000 + i)] },
                            _ => some with { Level = 12, RulesGroup = $@"attack{i},|^web\d+,\w+_success" },
                        }
                    ),
            ],
        };
    }
}
