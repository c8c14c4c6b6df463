using System.Collections.Immutable;
using System.Security.Cryptography;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Configuration;

/// <summary>A configuration file that is read at start and again when it has changed.</summary>
/// <remarks>
/// Changes are found by content, which no tool can hide behind a kept time stamp, and a file of this kind is read in no time. One thread at
/// a time.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="options">How it is read.</param>
/// <param name="reloadOnChange">Whether the host that uses it should check it for changes.</param>
/// <param name="reader">Reads it.</param>
/// <param name="logger">Gets warnings, and the errors of a changed file.</param>
public sealed class ConfigFileSource(string path, ConfigParseOptions options, bool reloadOnChange, ConfigFileReader reader, ILogger logger)
{
    private ImmutableArray<byte> _settled = [];
    private ImmutableArray<byte> _lastSeen = [];

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it should be checked for changes.</summary>
    public bool ReloadsOnChange { get; } = reloadOnChange;

    /// <summary>The configuration to start with.</summary>
    /// <exception cref="InvalidConfigurationException">The file has errors.</exception>
    public ActiveResponseConfig Load()
    {
        var result = Read();
        logger.LogWarnings(result);
        return result.HasErrors ? throw new InvalidConfigurationException(result.Problems) : result.Config;
    }

    /// <summary>Reads the file; what is read counts as known.</summary>
    /// <returns>The configuration, with what is wrong with it.</returns>
    public ConfigParseResult Read()
    {
        var refused = TryRead(out var content, out var named, out var remarks);
        _settled = _lastSeen = MarkOf(refused, content);
        return refused ?? Parse(content, named, remarks);
    }

    /// <summary>Reads the file and changes nothing: neither what counts as known, nor the log.</summary>
    public ConfigParseResult Look() => reader.ReadTrusted(Path, options);

    /// <summary>Reads the file on request, changed or not.</summary>
    /// <returns>The configuration; null when it has errors, which are logged.</returns>
    public ActiveResponseConfig? Reread() => Judge(Read());

    /// <summary>Checks the file once.</summary>
    /// <returns>A changed configuration that was the same in two checks and has no errors; null in every other case. Errors are logged
    /// once.</returns>
    public ActiveResponseConfig? ReadChanged()
    {
        var refused = TryRead(out var content, out var named, out var remarks);
        var mark = MarkOf(refused, content);
        var isStable = mark.AsSpan().SequenceEqual(_lastSeen.AsSpan());
        _lastSeen = mark;
        if (!isStable || mark.AsSpan().SequenceEqual(_settled.AsSpan()))
        {
            return null;
        }

        _settled = mark;
        return Judge(refused ?? Parse(content, named, remarks));
    }

    private ActiveResponseConfig? Judge(ConfigParseResult result)
    {
        logger.LogWarnings(result);
        if (!result.HasErrors)
        {
            return result.Config;
        }

        logger.ReloadRefused(SafeText.Of(Path, 400));
        logger.LogErrors(result);
        return null;
    }

    private ConfigParseResult? TryRead(
        out ReadOnlyMemory<byte> content,
        out ConfigParseOptions named,
        out ImmutableArray<ConfigProblem> remarks
    )
    {
        remarks = [];
        return reader.TryLoad(Path, options, out content, out named) ?? reader.CheckTrust(Path, named, out remarks);
    }

    private ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions named, ImmutableArray<ConfigProblem> remarks) =>
        ConfigFileReader.WithRemarks(reader.Parse(content, named), remarks);

    // What can't be read is marked by why, so that it is told once and a file that is only just being replaced isn't told at all.
    private static ImmutableArray<byte> MarkOf(ConfigParseResult? refused, ReadOnlyMemory<byte> content) =>
        [
            .. SHA256.HashData(
                refused is null ? content.Span : System.Text.Encoding.UTF8.GetBytes("unreadable: " + refused.Problems[0].Message)
            ),
        ];
}
