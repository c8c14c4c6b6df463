using System.Diagnostics;
using ActiveResponse.Crash.Tests.Support;
using ActiveResponse.Sqlite;
using ActiveResponse.State;

namespace ActiveResponse.Crash.Tests;

public sealed class ToolCrashTests
{
    private const int Kills = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(CrashConfig.Nftables)]
    [InlineData(CrashConfig.HostsDeny)]
    public async Task The_tool_survives_kills_at_any_time(string responder)
    {
        using var lab = await CrashLab.MakeAsync();
        await File.WriteAllTextAsync(
            Path.Combine(lab.Folder, "ossec.conf"),
            """
            <ossec_config>
              <command><name>fw</name><executable>firewall-drop</executable><timeout_allowed>yes</timeout_allowed></command>
              <active-response><command>fw</command><location>local</location>
              <rules_id>100001</rules_id><timeout>14400</timeout></active-response>
            </ossec_config>
            """
        );
        var rule = new CrashRule(100001, [responder], IsTimed: true);
        var log = new AlertLog(lab.Alerts);
        var model = new CrashModel();
        for (var kill = 1; kill <= Kills; kill++)
        {
            for (var i = Random.Shared.Next(1, 8); i > 0; i--)
            {
                var address = CrashConfig.Addresses[Random.Shared.Next(CrashConfig.Addresses.Count)];
                log.Append(rule.Id, address, model.Alert(rule, address));
            }

            using var tool = Start(lab, responder);
            if (kill % 4 == 0)
            {
                model.CheckRecord(await SettledAsync(lab, log, tool));
                model.CheckHost(await HostState.ReadAsync(lab));
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1_200)), TimeProvider.System);
            }

            tool.Kill();
            await tool.WaitForExitAsync();
        }
    }

    private static Process Start(CrashLab lab, string responder)
    {
        string[] firewall = responder == CrashConfig.Nftables ? ["--firewall", "nftables"] : ["--hosts-deny", lab.DenyFile];
        return Process.Start(
            "ip",
            [
                "netns",
                "exec",
                lab.Space,
                "sh",
                "-c",
                "exec \"$@\" >>\"$0\" 2>&1",
                Path.Combine(lab.Folder, "tool.log"),
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "active-response.dll"),
                "run",
                "--config",
                Path.Combine(lab.Folder, "ossec.conf"),
                "--alerts",
                lab.Alerts,
                "--from-start",
                "--state",
                Path.Combine(lab.Folder, "state.db"),
                .. firewall,
            ]
        );
    }

    /// <summary>Looks into the store of the running tool until every alert is taken in and nothing is under way.</summary>
    private static async Task<AgentReport> SettledAsync(CrashLab lab, AlertLog log, Process tool)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && !tool.HasExited)
        {
            if (
                await CheckAsync(lab) is { Position: { } position } report
                && position.Offset == log.Length
                && report.Effects.Values.All(static state => state == nameof(EffectState.Applied))
            )
            {
                return report;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new InvalidOperationException(
            "the tool comes to no rest: " + await File.ReadAllTextAsync(Path.Combine(lab.Folder, "tool.log"))
        );
    }

    private static async Task<AgentReport?> CheckAsync(CrashLab lab)
    {
        try
        {
            await using var store = (IAsyncDisposable)
                SqliteStore.Open(new SqliteStoreOptions { File = Path.Combine(lab.Folder, "state.db"), ReadOnly = true });
            var report = new AgentReport();
            await foreach (var line in StoredLines.OfAsync((IResponseStore)store, lab.Alerts))
            {
                // What firewall-drop puts in place is in nftables here.
                report.Add(line.Replace(" firewall-drop ", $" {CrashConfig.Nftables} ", StringComparison.Ordinal));
            }

            return report;
        }
        catch (ResponseStoreException)
        {
            // It isn't there yet, or is being opened.
            return null;
        }
    }
}
