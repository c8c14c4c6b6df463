using System.Text;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

/// <summary>Alerts as the programs write them, and short ways to read them.</summary>
internal static class AlertText
{
    public const string WazuhLine =
        """{"timestamp":"2026-08-01T03:17:27.123+0000","rule":{"level":10,"description":"sshd: brute """
        + """force","id":"5712","mitre":{"id":["T1110"],"tactic":["Credential Access"],"technique":["Brute """
        + """Force"]},"frequency":8,"firedtimes":1,"mail":false,"groups":["syslog","sshd","authentication_failures"]},"agent":"""
        + """{"id":"001","name":"web01","ip":"192.0.2.10"},"manager":"""
        + """{"name":"manager"},"id":"1785554247.8812","full_log":"Aug  1 03:17:26 web01 sshd[42]: Failed password for """
        + """invalid user bob from 203.0.113.9 port 39588 ssh2","decoder":{"parent":"sshd","name":"sshd"},"data":"""
        + """{"srcip":"203.0.113.9","srcport":"39588","srcuser":"eve","dstuser":"bob"},"location":"/var/log/auth.log"}""";

    public const string OssecLine =
        """{"rule":{"level":10,"comment":"SSHD brute force","sidid":5712,"firedtimes":1,"frequency":8,"group":"syslog,sshd,"""
        + """authentication_failures,","groups":["syslog","sshd","authentication_failures"],"PCI_DSS":"""
        + """["10.2.4"]},"id":"1785554247.8812","TimeStamp":"""
        + """1785554247000,"decoder":"sshd","srcip":"203.0.113.9","srcport":"39588","dstuser":"bob","srcuser":"eve","location":"(web01) """
        + """192.0.2.10->/var/log/auth.log","full_log":"Aug  1 03:17:26 web01 sshd[42]: Failed password","hostname":"(web01) """
        + """192.0.2.10","decoder":{"name":"sshd"},"agent_name":"web01","timestamp":"2026 Aug 01 03:17:"""
        + """27","logfile":"/var/log/auth.log"}""";

    public const string LogBlock = """
        ** Alert 1785554247.8812: mail  - syslog,sshd,authentication_failures,
        2026 Aug 01 03:17:27 (web01) 192.0.2.10->/var/log/auth.log
        Rule: 5712 (level 10) -> 'SSHD brute force trying to get access to the system.'
        Src IP: 203.0.113.9
        Src Port: 39588
        User: bob
        Aug  1 03:17:26 web01 sshd[42]: Failed password for bob from 203.0.113.9 port 39588 ssh2
        Aug  1 03:17:24 web01 sshd[42]: Failed password for bob from 203.0.113.9 port 39588 ssh2
        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));

    /// <summary>The whole alert; fails the test if there is none.</summary>
    public static Alert Read(string record) => Read(Bytes(record));

    /// <summary>The whole alert; fails the test if there is none.</summary>
    public static Alert Read(byte[] record)
    {
        new AlertParser().TryRead(record, out var alert, out var error).Should().BeTrue("{0}", error);
        return alert!;
    }

    /// <summary>The key as text: <c>id level groups</c>; fails the test if there is none.</summary>
    public static string Key(string record)
    {
        new AlertParser().TryReadKey(Bytes(record), out var key, out var error).Should().BeTrue("{0}", error);
        return $"{key.RuleId} {key.Level} {Encoding.UTF8.GetString(key.Groups)}";
    }

    /// <summary>Why a record has no key, or null if it has one.</summary>
    public static AlertErrorCause? KeyError(byte[] record, AlertParserOptions? options = null) =>
        new AlertParser(options).TryReadKey(record, out _, out var error) ? null : error!.Value.Cause;

    public static AlertErrorCause? KeyError(string record, AlertParserOptions? options = null) => KeyError(Bytes(record), options);
}
