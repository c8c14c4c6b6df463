using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Execd;

/// <summary>Reads the installation's <c>ossec.conf</c> like execd, and decides whether to go on.</summary>
internal static class ExecdStart
{
    public static ConfigParseResult Read(ExecdFolder folder) =>
        new ConfigFileReader(new FileSystem(), new OssecConfigParser()).ReadTrusted(
            folder.Config,
            new ConfigParseOptions
            {
                Dialect = folder.Dialect,
                FileName = folder.Config,
                Installation = folder.Home,
            }
        );

    /// <summary>Ends where execd ends.</summary>
    /// <returns>The exit code; null to go on.</returns>
    public static async Task<int?> StopEarlyAsync(
        ExecdFolder folder,
        ConfigParseResult reading,
        int whenStopped,
        Action? whenReady,
        CancellationToken cancellationToken
    )
    {
        switch (reading.Daemon.Execd)
        {
            case ExecdState.ConfigError:
                Problems.Write(Reports.Error, [.. reading.Problems.Where(static problem => problem.Severity == ConfigSeverity.Error)]);
                ExecdNotes.Write(new ExecdNote("1202", $"{folder.Config} can't be used: correct it and restart."));
                return ExitCodes.Findings;
            case ExecdState.Disabled when folder.Dialect == ConfigDialect.Ossec:
                ExecdNotes.Write(new ExecdNote("1350", $"active response is disabled in {folder.Config}: nothing to do."));
                return ExitCodes.Fine;
            case ExecdState.Disabled:
                // Wazuh's stays without its queue, so wazuh-control finds it running.
                ExecdNotes.Write(new ExecdNote("1350", $"active response is disabled in {folder.Config}: messages are ignored."));
                using (new PidFile(folder, ExecdNotes.Write))
                {
                    whenReady?.Invoke();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                return whenStopped;
            default:
                if (reading.Problems.FirstOrDefault(static problem => problem.Code == "config-service-account") is { } remark)
                {
                    ExecdNotes.Write(new ExecdNote(null, remark.Message));
                }

                return null;
        }
    }
}
