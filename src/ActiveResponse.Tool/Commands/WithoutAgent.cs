using ActiveResponse.Configuration;
using ActiveResponse.Sqlite;
using ActiveResponse.State;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>Replies from the state file when no agent runs.</summary>
internal static class WithoutAgent
{
    public static async Task QueryAsync(AgentCall call, Func<StoreQueries, Task> ask) =>
        await ReadAsync(call, store => ask(new StoreQueries(store, TimeProvider.System)));

    public static async Task HealthAsync(AgentCall call, ReplyWriter answer, CancellationToken cancellationToken)
    {
        await HealthReply.WriteAsync(answer, "agent", false, call.NoAgent);
        if (call.StateFile is null)
        {
            return;
        }

        try
        {
            await ReadAsync(
                call,
                async store =>
                {
                    await HealthReply.WriteAsync(answer, "store", true, $"{call.StateFile} can be read");
                    await HealthReply.WriteAsync(answer, HealthReport.OfRecord(await store.ListAsync(cancellationToken)));
                }
            );
        }
        catch (ResponseStoreException e)
        {
            await HealthReply.WriteAsync(answer, "store", false, e.Message);
        }
    }

    /// <summary>Lifts with an engine started for this purpose.</summary>
    public static async Task LiftAsync(
        RunSettings settings,
        ControlRequest request,
        ReplyWriter answer,
        CancellationToken cancellationToken
    )
    {
        if (!settings.KeepsState || !File.Exists(settings.StateFile))
        {
            throw new ControlException("no agent is running, and there is no state file: no effects are known");
        }

        await using var agent = new Runner(settings, ActiveResponseConfig.Empty, new SilentReport()).Compose();
        var changes = new EffectChanges(agent.Engine);
        await EachTarget.RunAsync(request, answer, (one, part) => changes.LiftAsync(one, part, cancellationToken));
        await agent.Engine.DrainAsync(cancellationToken);
    }

    private static async Task ReadAsync(AgentCall call, Func<IResponseStore, Task> use)
    {
        if (call.StateFile is null)
        {
            throw new ControlException(call.NoAgent);
        }

        var store = SqliteStore.Open(
            new SqliteStoreOptions
            {
                File = call.StateFile,
                ReadOnly = true,
                CheckAtStart = false,
            }
        );
        try
        {
            await use(store);
        }
        finally
        {
            await ((IAsyncDisposable)store).DisposeAsync();
        }
    }
}
