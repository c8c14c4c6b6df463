namespace ActiveResponse.Configuration;

/// <summary>Parses a configuration into the model; no content makes it throw.</summary>
public interface IConfigParser
{
    /// <summary>Parses one configuration.</summary>
    /// <param name="content">Content of the file, in any encoding; names that aren't UTF-8 survive into <c>ar.conf</c>.</param>
    /// <param name="options">Dialect and lint options.</param>
    ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions options);
}
