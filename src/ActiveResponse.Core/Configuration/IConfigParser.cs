namespace ActiveResponse.Configuration;

/// <summary>Reads a configuration text into the model; never throws for what the text says.</summary>
public interface IConfigParser
{
    /// <summary>Reads one configuration.</summary>
    /// <param name="content">The bytes of the file, in whatever encoding; names that aren't UTF-8 survive into <c>ar.conf</c>.</param>
    /// <param name="options">Dialect, and what to lint against.</param>
    ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions options);
}
