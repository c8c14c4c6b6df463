using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Lets an engine carry out the messages of an installation's queue, with its guards, deadlines and state.</summary>
/// <remarks>No message is trusted: the engine checks each order like one from another host.</remarks>
public sealed class ExecdIntake
{
    /// <summary>The maximum number of orders of one executable in progress; further ones are reported and dropped.</summary>
    private const int MostOrders = 20_000;

    /// <summary>The maximum total size of those orders' messages, in bytes.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>The original starts a restart for each message; more than this would only restart a restart.</summary>
    private const int RestartsAtOnce = 2;

    private readonly ExecdFolder _folder;
    private readonly ActiveResponseEngine _engine;
    private readonly Action<ExecdNote> _notify;
    private readonly OrderRoom _room;
    private readonly ExecdOrders _orders;
    private readonly ExecdPrograms _restart;

    /// <summary>Takes the place of an installation's execd. The engine's scripts should be those of <see cref="Scripts"/>.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="engine">Carries orders out; start it before taking messages.</param>
    /// <param name="isBound">Whether an executable refers to a responder of the engine, whatever files of that name exist.</param>
    /// <param name="runner">Runs the script that restarts the host's Wazuh.</param>
    /// <param name="notify">Receives messages for the operator.</param>
    /// <param name="overrides">Additional environment of single scripts; null for none.</param>
    public ExecdIntake(
        ExecdFolder folder,
        ActiveResponseEngine engine,
        Func<string, bool> isBound,
        ICommandRunner runner,
        Action<ExecdNote> notify,
        ImmutableDictionary<string, ScriptOverrides>? overrides = null
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(isBound);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(notify);
        (_folder, _engine, _notify) = (folder, engine, notify);
        _room = new OrderRoom(MostOrders, MostBytes, notify);
        _orders = new ExecdOrders(folder, new NameTable(folder, notify, isBound), notify);
        _restart = new ExecdPrograms(folder, runner, new Lock(), notify, overrides, RestartsAtOnce, RestartsAtOnce);
    }

    /// <summary>The scripts of an installation, each run over the protocol of its message: Wazuh 5, or that of the installation.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="runner">Starts them.</param>
    /// <param name="overrides">Additional environment of single scripts; null for none.</param>
    public static ScriptSource Scripts(
        ExecdFolder folder,
        ICommandRunner runner,
        ImmutableDictionary<string, ScriptOverrides>? overrides = null
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(runner);
        return new ScriptSource(_ => new ExecdScripts(folder, runner, overrides ?? ImmutableDictionary<string, ScriptOverrides>.Empty));
    }

    /// <summary>Takes messages until it is canceled, without waiting for their orders; the engine's observers receive the
    /// outcomes.</summary>
    /// <param name="queue">The queue of messages.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public async Task RunAsync(IExecdQueue queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        while (true)
        {
            var message = await queue.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            if (message.IsEmpty)
            {
                continue;
            }

            if (_orders.RestartOf(message.Span) is { } restart)
            {
                Restart(restart);
            }
            else if (_orders.Read(message.Span) is { } order && _room.TryEnter(order.Command.Executable, message.Length))
            {
                _ = CarryOutAsync(order, message.Length);
            }
        }
    }

    private void Restart(ExecdRun run)
    {
        if (new ScriptFolder(_folder.ScriptFolder).TryFind(Path.GetFileName(run.Program), out _, out var reason))
        {
            _ = _restart.StartAsync(run, turn: null, CancellationToken.None);
        }
        else
        {
            _notify(new ExecdNote(null, $"the requested restart is refused: {reason}."));
        }
    }

    private async Task CarryOutAsync(ResponseOrder order, int bytes)
    {
        try
        {
            // Observers receive the outcome, including refusals.
            _ = await _engine.ReceiveAsync(order).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _notify(new ExecdNote(null, $"an order of '{order.ResponseName}' failed: {e.Message}"));
        }
        finally
        {
            _room.Leave(order.Command.Executable, bytes);
        }
    }
}
