using System.Collections.Immutable;
using System.Security.Cryptography;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>A configuration file: read at start, and looked at again for changes.</summary>
/// <remarks>
/// Changes are told by content, which no tool can hide behind a kept time stamp, and a file of this kind is read in no time. One thread at a time.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="dialect">Whose rules it is read by.</param>
/// <param name="reloadOnChange">Whether it is looked at again.</param>
/// <param name="installation">The folder of the OSSEC or Wazuh it belongs to, whose service account may write it; null for none.</param>
/// <param name="reader">Reads it.</param>
/// <param name="logger">Told what is wrong with it.</param>
internal sealed class ConfigFileSource(string path, ConfigDialect dialect, bool reloadOnChange, string? installation, ConfigFileReader reader, ILogger logger)
{
    private readonly ConfigParseOptions _options = new() { Dialect = dialect, FileName = path, Installation = installation };
    private ImmutableArray<byte> _settled = [];
    private ImmutableArray<byte> _lastSeen = [];

    public string Path { get; } = path;

    public bool ReloadsOnChange { get; } = reloadOnChange;

    /// <summary>The configuration to start with.</summary>
    /// <exception cref="InvalidConfigurationException">The file has errors.</exception>
    public ActiveResponseConfig Load()
    {
        var result = TryRead(out var content, out var named, out var remarks) ?? Parse(content, named, remarks);
        _settled = _lastSeen = MarkOf(content);
        logger.TellWarnings(result);
        return result.HasErrors ? throw new InvalidConfigurationException(result.Problems) : result.Config;
    }

    /// <summary>Looks at the file once.</summary>
    /// <returns>A changed configuration that has stood for two looks and has no errors; null in every other case, errors being logged once.</returns>
    public ActiveResponseConfig? Look()
    {
        var refused = TryRead(out var content, out var named, out var remarks);

        // What can't be read is marked by why, so that it is told once and a file that is only just being replaced isn't told at all.
        var mark = refused is null ? MarkOf(content) : MarkOf(System.Text.Encoding.UTF8.GetBytes("unreadable: " + refused.Problems[0].Message));
        var isStable = mark.AsSpan().SequenceEqual(_lastSeen.AsSpan());
        _lastSeen = mark;
        if (!isStable || mark.AsSpan().SequenceEqual(_settled.AsSpan()))
        {
            return null;
        }

        _settled = mark;
        var result = refused ?? Parse(content, named, remarks);
        logger.TellWarnings(result);
        if (!result.HasErrors)
        {
            return result.Config;
        }

        logger.ReloadRefused(SafeText.Of(Path, 400));
        logger.TellErrors(result);
        return null;
    }

    private ConfigParseResult? TryRead(out ReadOnlyMemory<byte> content, out ConfigParseOptions named, out ImmutableArray<ConfigProblem> remarks)
    {
        remarks = [];
        return reader.TryLoad(Path, _options, out content, out named) ?? reader.Distrust(Path, named, out remarks);
    }

    private ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions named, ImmutableArray<ConfigProblem> remarks) =>
        ConfigFileReader.WithRemarks(reader.Parse(content, named), remarks);

    private static ImmutableArray<byte> MarkOf(ReadOnlyMemory<byte> content) => [.. SHA256.HashData(content.Span)];
}
