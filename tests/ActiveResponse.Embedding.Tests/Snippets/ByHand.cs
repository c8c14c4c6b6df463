using ActiveResponse;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Sqlite;

/// <summary>An agent without a container.</summary>
public static class ByHand
{
    public static ActiveResponseEngine Compose(ActiveResponseConfig config, string home, string stateFile)
    {
        var runner = CommandRunner.Native(TimeProvider.System);
        var denyFile = FirewallBackends.HostsDeny(new HostsDenyOptions { File = Path.Combine(home, "hosts.deny") });
        return ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = config,
                Responders =
                [
                    new(StockResponders.FirewallDrop(runner), StockNames.PacketFiltering),
                    new(StockResponders.Firewall(denyFile), StockNames.HostDenying),
                ],
                Scripts = ScriptSource.Folder(new ScriptOptions { Folder = Path.Combine(home, "active-response", "bin") }, runner),
                Store = SqliteStore.Open(new SqliteStoreOptions { File = stateFile }),
            }
        );
    }

    public static async Task RunAsync(ActiveResponseEngine engine, string alerts, CancellationToken cancellationToken)
    {
        await using (engine)
        {
            await engine.StartAsync(cancellationToken);
            await engine.Intake.RunAsync(
                await engine.Intake.OpenAsync(alerts, cancellationToken: cancellationToken),
                alerts,
                cancellationToken
            );
        }
    }
}
