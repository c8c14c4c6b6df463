using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Has an engine carry out the messages of an installation's queue, with its guards, deadlines and state.</summary>
/// <remarks>Nothing in a message is trusted: the engine checks each order as it does one from another host.</remarks>
public sealed class ExecdIntake
{
    /// <summary>Orders of one executable that may be under way; later ones are reported and dropped.</summary>
    private const int MostOrders = 20_000;

    /// <summary>Bytes of the messages of those orders.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>The original starts a restart for each message; more than these few would only restart what is restarting.</summary>
    private const int RestartsAtOnce = 2;

    private readonly ExecdFolder _folder;
    private readonly ActiveResponseEngine _engine;
    private readonly Action<ExecdNote> _notify;
    private readonly OrderRoom _room;
    private readonly ExecdOrders _orders;
    private readonly ExecdPrograms _restart;

    /// <summary>
    /// Takes the place of the execd of an installation. The scripts of the engine should be those of <see cref="Scripts"/>.
    /// </summary>
    /// <param name="folder">The installation.</param>
    /// <param name="engine">Carries orders out; started before messages are taken.</param>
    /// <param name="isBound">Whether an executable stands for a responder of the engine, whatever file of that name there is.</param>
    /// <param name="runner">Starts the script that restarts the host's Wazuh.</param>
    /// <param name="notify">Gets messages for the operator.</param>
    /// <param name="overrides">What the environment of single scripts has besides; null for nothing.</param>
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

    /// <summary>The scripts of an installation, each run by the protocol of its message: Wazuh 5, or that of the installation.</summary>
    /// <param name="folder">The installation.</param>
    /// <param name="runner">Starts them.</param>
    /// <param name="overrides">What the environment of single scripts has besides; null for nothing.</param>
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

    /// <summary>
    /// Takes messages until it is cancelled, and waits for none of their orders; observers of the engine learn the outcomes.
    /// </summary>
    /// <param name="queue">The queue that messages arrive at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
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
            _notify(new ExecdNote(null, $"the restart that was asked for is refused: {reason}."));
        }
    }

    private async Task CarryOutAsync(ResponseOrder order, int bytes)
    {
        try
        {
            // Observers report the outcome; a refusal is one.
            _ = await _engine.ReceiveAsync(order).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _notify(new ExecdNote(null, $"an order of '{order.ResponseName}' came to nothing: {e.Message}"));
        }
        finally
        {
            _room.Leave(order.Command.Executable, bytes);
        }
    }
}
