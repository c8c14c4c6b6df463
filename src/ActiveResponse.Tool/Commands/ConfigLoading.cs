using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>Reads a command's configuration.</summary>
internal static class ConfigLoading
{
    private static ConfigFileReader Reader => new(new FileSystem(), new OssecConfigParser());

    /// <param name="file">The file.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="scripts">The script folder, or null.</param>
    /// <param name="ruleFileExists">Whether an included rule file of OSSEC exists; null to skip the check.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, or null.</param>
    /// <param name="mustBeTrusted">Whether the file controls actions: a file that others can write is refused then.</param>
    /// <param name="role">The role of the file's host; null to guess.</param>
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

    /// <summary>Opens the file for a run, which watches it for changes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="scripts">The script folder, or null.</param>
    /// <param name="role">The role of the file's host; null to guess.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, or null.</param>
    /// <param name="notify">Receives later errors.</param>
    public static ConfigFileSource Watched(
        string file,
        string dialect,
        string? scripts,
        string? role,
        string? installation,
        Action<string> notify
    ) =>
        new(
            file,
            OptionsOf(file, dialect, scripts, role) with
            {
                Installation = installation,
            },
            reloadOnChange: true,
            Reader,
            new StderrLoggerProvider(notify).CreateLogger(nameof(ConfigFileSource))
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
