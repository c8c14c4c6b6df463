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
/// <param name="isDryRun">Whether nothing is done: then a file that others can write is worth a warning only.</param>
/// <param name="reader">Reads it.</param>
/// <param name="logger">Told what is wrong with it.</param>
internal sealed class ConfigFileSource(string path, ConfigDialect dialect, bool reloadOnChange, bool isDryRun, ConfigFileReader reader, ILogger logger)
{
    private readonly ConfigParseOptions _options = new() { Dialect = dialect, FileName = path };
    private ImmutableArray<byte> _settled = [];
    private ImmutableArray<byte> _lastSeen = [];

    public string Path { get; } = path;

    public bool ReloadsOnChange { get; } = reloadOnChange;

    /// <summary>The configuration to start with.</summary>
    /// <exception cref="InvalidConfigurationException">The file has errors.</exception>
    public ActiveResponseConfig Load()
    {
        var result = TryRead(out var content, out var named, out var remark) ?? Parse(content, named, remark);
        _settled = _lastSeen = MarkOf(content);
        logger.TellWarnings(result);
        return result.HasErrors ? throw new InvalidConfigurationException(result.Problems) : result.Config;
    }

    /// <summary>Looks at the file once.</summary>
    /// <returns>A changed configuration that has stood for two looks and has no errors; null in every other case, errors being logged once.</returns>
    public ActiveResponseConfig? Look()
    {
        var refused = TryRead(out var content, out var named, out var remark);

        // What can't be read is marked by why, so that it is told once and a file that is only just being replaced isn't told at all.
        var mark = refused is null ? MarkOf(content) : MarkOf(System.Text.Encoding.UTF8.GetBytes("unreadable: " + refused.Problems[0].Message));
        var isStable = mark.AsSpan().SequenceEqual(_lastSeen.AsSpan());
        _lastSeen = mark;
        if (!isStable || mark.AsSpan().SequenceEqual(_settled.AsSpan()))
        {
            return null;
        }

        _settled = mark;
        var result = refused ?? Parse(content, named, remark);
        logger.TellWarnings(result);
        if (!result.HasErrors)
        {
            return result.Config;
        }

        logger.ReloadRefused(SafeText.Of(Path, 400));
        logger.TellErrors(result);
        return null;
    }

    private ConfigParseResult? TryRead(out ReadOnlyMemory<byte> content, out ConfigParseOptions named, out string? remark)
    {
        remark = null;
        if (reader.TryLoad(Path, _options, out content, out named) is { } unreadable)
        {
            return unreadable;
        }

        var distrusted = reader.Distrust(Path, named, out remark);
        if (distrusted is null || !isDryRun)
        {
            return distrusted;
        }

        remark = distrusted.Problems[0].Message.TrimEnd('.');
        return null;
    }

    private ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions named, string? remark) =>
        ConfigFileReader.WithRemark(reader.Parse(content, named), named, remark);

    private static ImmutableArray<byte> MarkOf(ReadOnlyMemory<byte> content) => [.. SHA256.HashData(content.Span)];
}
