using System.Collections.Immutable;
using System.IO.Abstractions;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Platform;

namespace ActiveResponse.Configuration;

/// <summary>Reads a configuration from a file; failures to read it are reported as problems.</summary>
/// <param name="fileSystem">The file system.</param>
/// <param name="parser">Parses the content.</param>
/// <param name="native">Determines who else can write the file; null for <see cref="NativeFiles.For"/> the file system.</param>
public sealed class ConfigFileReader(IFileSystem fileSystem, IConfigParser parser, INativeFiles? native = null)
{
    private readonly INativeFiles _native = native ?? NativeFiles.For(fileSystem);

    private const string WritableCode = "config-writable";
    private const string GroupWritableCode = "config-group-writable";
    private const string ServiceAccountCode = "config-service-account";

    /// <summary>Maximum file size, in bytes.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Reads one file; never throws if it is missing, unreadable, too large or wrong.</summary>
    /// <param name="path">The file; problems name it unless the options name another.</param>
    /// <param name="options">Dialect and lint options.</param>
    public ConfigParseResult Read(string path, ConfigParseOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return TryLoad(path, options, out var content, out var named) is { } refused ? refused : parser.Parse(content, named);
    }

    /// <summary>Reads a file that controls this host: one that others could change gets the error <c>config-writable</c>.</summary>
    /// <remarks>
    /// The file, its link target, and every folder above must belong to root or this process's user, and nobody else may write them. A
    /// group whose only member is the owner is accepted with a warning; so is the service account of the options'
    /// <see cref="ConfigParseOptions.Installation"/>. Windows permissions and custom file systems aren't checked.
    /// </remarks>
    /// <param name="path">The file; problems name it unless the options name another.</param>
    /// <param name="options">Dialect and lint options.</param>
    public ConfigParseResult ReadTrusted(string path, ConfigParseOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return TryLoad(path, options, out var content, out var named)
            ?? CheckTrust(path, named, out var remarks)
            ?? WithRemarks(parser.Parse(content, named), remarks);
    }

    /// <summary>Checks whether others could change a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="named">Parse options.</param>
    /// <param name="remarks">Warnings that are no reason to refuse it.</param>
    /// <returns>The problem; null if they can't.</returns>
    internal ConfigParseResult? CheckTrust(string path, ConfigParseOptions named, out ImmutableArray<ConfigProblem> remarks)
    {
        remarks = [];
        var trust = _native.Judge(path, named.Installation);
        if (trust.Reason is { } reason)
        {
            return Refused(
                named,
                $"Others could change what is done here: {reason}. {Remedy(named, trust.InstallationProblem)}",
                WritableCode
            );
        }

        remarks = [.. Remark(named, trust.ServiceAccount, ServiceAccountCode), .. Remark(named, trust.PrivateGroup, GroupWritableCode)];
        return null;
    }

    /// <summary>Adds the warnings of <see cref="CheckTrust"/> to a parse result.</summary>
    internal static ConfigParseResult WithRemarks(ConfigParseResult result, ImmutableArray<ConfigProblem> remarks) =>
        remarks.IsEmpty ? result : result with { Problems = [.. remarks, .. result.Problems] };

    private static string Remedy(ConfigParseOptions named, string? noInstallation)
    {
        if (noInstallation is not null)
        {
            return $"The installation in {named.Installation} isn't trusted with it: {noInstallation}.";
        }

        if (named.Installation is null)
        {
            return "If OSSEC or Wazuh is installed there, whose service account owns its etc by design, name that folder as the "
                + "installation (the tool: --home).";
        }

        return $"The installation in {named.Installation} isn't trusted with more than what belongs to its service account.";
    }

    private static IEnumerable<ConfigProblem> Remark(ConfigParseOptions named, string? remark, string code) =>
        remark is null ? [] : [ProblemOf(named, ConfigSeverity.Warning, code, $"{remark}.")];

    /// <summary>Parses the content read by <see cref="TryLoad"/>.</summary>
    internal ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions named) => parser.Parse(content, named);

    /// <summary>Reads the bytes of a file.</summary>
    /// <returns>The problem; null if it was read.</returns>
    internal ConfigParseResult? TryLoad(
        string path,
        ConfigParseOptions options,
        out ReadOnlyMemory<byte> bytes,
        out ConfigParseOptions named
    )
    {
        bytes = default;
        named = options with { FileName = options.FileName ?? path };
        try
        {
            using var stream = fileSystem.File.OpenRead(path);
            using var content = new MemoryStream();
            var buffer = new byte[81920];
            int count;
            while ((count = stream.Read(buffer)) > 0)
            {
                if (content.Length + count > MaxLength)
                {
                    return Refused(
                        named,
                        $"The file is larger than {MaxLength / 1024 / 1024} MiB, which no configuration is: name the right file."
                    );
                }

                content.Write(buffer, 0, count);
            }

            bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
            return null;
        }
        catch (ArgumentException)
        {
            return Refused(named, "This isn't a file name: give the path of an ossec.conf.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused(named, "There is no such file: correct the path, or create the file.");
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(named, "The file may not be read: name a file instead of a folder, or give this user the right to read it.");
        }
        catch (Exception error) when (error is IOException or NotSupportedException)
        {
            return Refused(named, $"The file could not be read ({error.Message}): correct the path or the medium and try again.");
        }
    }

    private static ConfigProblem ProblemOf(ConfigParseOptions options, ConfigSeverity severity, string code, string message) =>
        new()
        {
            Severity = severity,
            Code = code,
            File = options.FileName,
            Line = 1,
            Column = 1,
            Message = message,
        };

    private static ConfigParseResult Refused(ConfigParseOptions options, string message, string code = "1226")
    {
        var problem = ProblemOf(options, ConfigSeverity.Error, code, message);
        return new ConfigParseResult
        {
            Accepted = false,
            Config = ActiveResponseConfig.Empty with { Dialect = options.Dialect },
            Problems = [problem],
            ArConf = new ArConfText(options.Dialect).Bytes,
            Daemon = new DaemonReading { Error = problem, Execd = ExecdState.ConfigError },
        };
    }
}
