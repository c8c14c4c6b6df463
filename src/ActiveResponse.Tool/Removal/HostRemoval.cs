using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Platform;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Removal;

/// <summary>Returns a host to how it was without an agent.</summary>
/// <param name="settings">The responders to revert with, and the state file; null where there is none.</param>
/// <param name="files">The agent's files.</param>
internal sealed class HostRemoval(RunSettings settings, AgentFiles files)
{
    /// <summary>Shows what would be done, and changes nothing.</summary>
    public async Task PreviewAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        await using (var agent = Compose())
        {
            foreach (var effect in await agent.Engine.ListAsync(cancellationToken))
            {
                await WouldAsync(answer, "lift", $"{effect.Key.Subject} ({effect.Key.Responder})");
            }

            foreach (var report in await agent.Engine.VerifyInPlaceAsync(cancellationToken))
            {
                foreach (var subject in report.Unrecorded)
                {
                    await WouldAsync(answer, "lift", $"{subject} ({report.Responder}, on no record)");
                }
            }
        }

        var firewalls = settings.Firewall == RunSettings.AnyFirewall ? "every firewall of this host" : settings.Firewall;
        await WouldAsync(answer, "remove", $"our tables, chains and sets from {firewalls}");
        foreach (var file in files.Existing.Concat(HostLocks.Existing()))
        {
            await WouldAsync(answer, "delete", file);
        }

        if (files.Folder is { } folder)
        {
            await WouldAsync(answer, "delete", folder);
        }
    }

    /// <summary>Does it. The state stays as long as something couldn't be reverted, as it is the only record of that.</summary>
    public async Task RemoveAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        var locks = HostLocks.Existing();
        if (!await UninstallAsync(answer, cancellationToken))
        {
            if (files.Existing.Count > 0)
            {
                await CheckAsync(answer, "state", isFine: false, "kept, as not everything could be reverted; mend that and run it again");
            }

            return;
        }

        // The last things that keep this host's agents apart: whatever another agent still holds stays. Those made just now aren't told.
        foreach (var file in HostLocks.Delete().Intersect(locks))
        {
            await DeletedAsync(answer, file);
        }

        var folder = files.Folder;
        foreach (var file in files.Existing)
        {
            File.Delete(file);
            await DeletedAsync(answer, file);
        }

        if (folder is not null)
        {
            Directory.Delete(folder);
            await DeletedAsync(answer, folder);
        }
    }

    private async Task<bool> UninstallAsync(ReplyWriter answer, CancellationToken cancellationToken)
    {
        await using var agent = Compose();
        var report = await agent.Engine.UninstallAsync(cancellationToken);
        foreach (var lift in report.Lifts)
        {
            await answer.LineAsync(json => HistoryJson.Write(json, lift));
        }

        foreach (var firewall in report.Firewalls)
        {
            await CheckAsync(answer, firewall.Check, firewall.IsFine, firewall.Detail);
        }

        var isComplete = report.IsComplete;
        foreach (var left in await agent.Engine.VerifyInPlaceAsync(cancellationToken))
        {
            isComplete = false;
            await CheckAsync(answer, left.Responder, isFine: false, left.Summary);
        }

        return isComplete;
    }

    // Records name their responder, so no executable is bound: two responders would claim the stock names.
    private ComposedAgent Compose() =>
        new Runner(settings, ActiveResponseConfig.Empty, new SilentReport()).Compose(static parts =>
            parts with
            {
                Responders = [.. parts.Responders.Select(static registered => registered with { Executables = [] })],
            }
        );

    private static ValueTask CheckAsync(ReplyWriter answer, string check, bool isFine, string detail) =>
        HealthReply.WriteAsync(answer, check, isFine, detail);

    private static ValueTask WouldAsync(ReplyWriter answer, string verb, string what) =>
        answer.LineAsync(json =>
        {
            json.WriteString("would", verb);
            json.WriteString("what", ToolText.WithBytes(what));
        });

    private static ValueTask DeletedAsync(ReplyWriter answer, string path) =>
        answer.LineAsync(json => json.WriteString("deleted", ToolText.WithBytes(path)));
}
