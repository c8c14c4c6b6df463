using ActiveResponse.Configuration;
using ActiveResponse.Platform;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Doctor;

/// <summary>Examines the files that <c>run</c> would use.</summary>
/// <param name="config">The configuration, or null.</param>
/// <param name="dialect">Its dialect.</param>
/// <param name="alerts">The alerts, or null.</param>
/// <param name="state">The state file; null for memory.</param>
internal sealed class FileExam(string? config, string dialect, string? alerts, string? state)
{
    public async Task RunAsync(ReplyWriter answer)
    {
        if (config is not null)
        {
            await ConfigAsync(answer, config);
        }

        if (alerts is not null and not "-")
        {
            await AlertsAsync(answer, alerts);
        }

        await StateAsync(answer);
    }

    private async Task ConfigAsync(ReplyWriter answer, string file)
    {
        var problems = ConfigLoading.Load(file, dialect, mustBeTrusted: true).Problems;
        var errors = problems.Count(static problem => problem.Severity == ConfigSeverity.Error);
        var warnings = problems.Length - errors;
        await HealthReply.WriteAsync(
            answer,
            "configuration",
            errors == 0,
            $"{file}: errors: {errors}, warnings: {warnings}"
                + (problems.IsEmpty ? "" : $"; 'active-response check {file}' lists them, the first is: {problems[0].Message}")
        );
    }

    private static async Task AlertsAsync(ReplyWriter answer, string file)
    {
        try
        {
            await using var opened = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var age = TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(file);
            await HealthReply.WriteAsync(
                answer,
                "alerts",
                isFine: true,
                $"{file} has {opened.Length:N0} bytes, the last were written {Duration.Text(Math.Max(0, (long)age.TotalSeconds))} ago"
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            await HealthReply.WriteAsync(answer, "alerts", isFine: false, $"{file} doesn't exist: run waits for it; check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await HealthReply.WriteAsync(answer, "alerts", isFine: false, $"{file} can't be read: {e.Message}");
        }
    }

    private async Task StateAsync(ReplyWriter answer)
    {
        if (state is null)
        {
            await HealthReply.WriteAsync(answer, "state", isFine: true, "in memory: a stop lifts timed blocks");
            return;
        }

        // Of a folder that run would create, its parent counts.
        var folder = Path.GetDirectoryName(state)!;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var reason = NativeFiles.OfThisHost().JudgeFolder(folder);
        var found = File.Exists(state) ? "is there" : "will be created";
        await HealthReply.WriteAsync(
            answer,
            "state",
            reason is null,
            reason is null ? $"{state} {found}" : $"{state} can't be trusted: {reason}"
        );
    }
}
