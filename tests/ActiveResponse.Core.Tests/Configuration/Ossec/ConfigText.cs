using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

/// <summary>Small configurations for tests.</summary>
internal static class ConfigText
{
    public const string Command =
        "<command><name>block-ip</name><executable>block-ip.sh</executable>"
        + "<expect>srcip</expect><timeout_allowed>yes</timeout_allowed></command>\n";

    /// <summary>A response of <see cref="Command"/> with these further elements.</summary>
    public static string Response(string elements = "<level>7</level>", string location = "local") =>
        $"<active-response><command>block-ip</command><location>{location}</location>{elements}</active-response>\n";

    public static string Root(params string[] sections) => $"<ossec_config>\n{string.Concat(sections)}</ossec_config>\n";

    public static ConfigParseResult ReadOssec(string text, ConfigParseOptions? options = null) =>
        Parse(Encoding.UTF8.GetBytes(text), (options ?? new ConfigParseOptions()) with { Dialect = ConfigDialect.Ossec });

    public static ConfigParseResult ReadWazuh(string text, ConfigParseOptions? options = null) =>
        Parse(Encoding.UTF8.GetBytes(text), (options ?? new ConfigParseOptions()) with { Dialect = ConfigDialect.Wazuh });

    public static ConfigParseResult Parse(byte[] content, ConfigParseOptions options) => new OssecConfigParser().Parse(content, options);

    public static IEnumerable<string> Codes(ConfigParseResult result) => result.Problems.Select(static p => p.Code);
}
