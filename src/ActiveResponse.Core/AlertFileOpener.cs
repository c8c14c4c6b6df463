using System.IO.Abstractions;
using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Platform;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Opens alert files where reading is to begin: after what an earlier run handled, or at their current end.</summary>
internal sealed class AlertFileOpener(
    IFileSystem files,
    INativeFiles native,
    IntakePositions positions,
    TimeProvider clock,
    ILogger<AlertIntake> logger
)
{
    public async ValueTask<AlertFileReader> OpenAsync(string path, AlertFileOptions options, CancellationToken cancellationToken)
    {
        var start = options.StartAt ?? await StartOfAsync(files.Path.GetFullPath(path), options, cancellationToken).ConfigureAwait(false);
        return new AlertFileReader(path, options with { StartAt = start }, files, clock, native);
    }

    private async ValueTask<AlertFilePosition?> StartOfAsync(string name, AlertFileOptions options, CancellationToken cancellationToken)
    {
        if (
            options.Resume
            && AlertFilePosition.TryParse(await positions.FindAsync(name, cancellationToken).ConfigureAwait(false), out var stopped)
        )
        {
            logger.Resumes(name, $"{stopped}");
            return stopped;
        }

        // What is written from now on is new, however much later reading begins.
        return options.FromStart
            ? null
            : await Task.Run(() => FollowedFile.EndOf(files, native, name), cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
    }
}
