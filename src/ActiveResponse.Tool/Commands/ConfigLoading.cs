using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>Reads the configuration a command was given.</summary>
internal static class ConfigLoading
{
    private static ConfigFileReader Reader => new(new FileSystem(), new OssecConfigParser());

    /// <param name="file">The file.</param>
    /// <param name="dialect">Whose rules apply.</param>
    /// <param name="scripts">The script folder, or null.</param>
    /// <param name="ruleFileExists">Whether a rule file exists that an OSSEC configuration includes; null leaves them unchecked.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, or null.</param>
    /// <param name="mustBeTrusted">Whether something is or would be done by it: a file that others can write is refused then.</param>
    /// <param name="role">What the host of the file is; null to guess.</param>
    public static ConfigParseResult Load(
        string file,
        string dialect,
        string? scripts = null,
        Func<string, bool>? ruleFileExists = null,
        string? installation = null,
        bool mustBeTrusted = false,
        string? role = null
    )
    {
        var options = OptionsOf(file, dialect, scripts, role) with { RuleFileExists = ruleFileExists, Installation = installation };
        return mustBeTrusted ? Reader.ReadTrusted(file, options) : Reader.Read(file, options);
    }

    /// <summary>The file of a run, which is looked at again while it runs.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dialect">Whose rules apply.</param>
    /// <param name="scripts">The script folder, or null.</param>
    /// <param name="role">What the host of the file is; null to guess.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, or null.</param>
    /// <param name="tell">Is told what is wrong with it later.</param>
    public static ConfigFileSource Watched(
        string file,
        string dialect,
        string? scripts,
        string? role,
        string? installation,
        Action<string> tell
    ) =>
        new(
            file,
            OptionsOf(file, dialect, scripts, role) with
            {
                Installation = installation,
            },
            reloadOnChange: true,
            Reader,
            new StderrLoggerProvider(tell).CreateLogger(nameof(ConfigFileSource))
        );

    private static ConfigParseOptions OptionsOf(string file, string dialect, string? scripts, string? role) =>
        new()
        {
            Dialect = Output.Names.Dialect(dialect),
            FileName = file,
            ScriptExists = scripts is null ? null : name => File.Exists(Path.Combine(scripts, name)),
            IsAgentHost = role == "agent",
            GuessAgentHost = role is null,
        };
}
