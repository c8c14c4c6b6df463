using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tool.Commands;

/// <summary>Reads the configuration a command was given.</summary>
internal static class ConfigLoading
{
    public static ConfigParseResult Load(string file, string dialect, string? scripts = null) =>
        new ConfigFileReader(new FileSystem(), new OssecConfigParser()).Read(file, new ConfigParseOptions
        {
            Dialect = Output.Names.Dialect(dialect),
            FileName = file,
            ScriptExists = scripts is null ? null : name => File.Exists(Path.Combine(scripts, name)),
        });
}
