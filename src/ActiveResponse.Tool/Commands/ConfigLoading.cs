using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tool.Commands;

/// <summary>Reads the configuration a command was given.</summary>
internal static class ConfigLoading
{
    /// <param name="file">The file.</param>
    /// <param name="dialect">Whose rules apply.</param>
    /// <param name="scripts">The script folder, or null.</param>
    /// <param name="ruleFileExists">Whether a rule file exists that an OSSEC configuration includes; null leaves them unchecked.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, or null.</param>
    /// <param name="mustBeTrusted">Whether something is or would be done by it: a file that others can write is refused then.</param>
    public static ConfigParseResult Load(
        string file, string dialect, string? scripts = null, Func<string, bool>? ruleFileExists = null, string? installation = null, bool mustBeTrusted = false)
    {
        var reader = new ConfigFileReader(new FileSystem(), new OssecConfigParser());
        var options = new ConfigParseOptions
        {
            Dialect = Output.Names.Dialect(dialect),
            FileName = file,
            ScriptExists = scripts is null ? null : name => File.Exists(Path.Combine(scripts, name)),
            RuleFileExists = ruleFileExists,
            Installation = installation,
        };
        return mustBeTrusted ? reader.ReadTrusted(file, options) : reader.Read(file, options);
    }
}
