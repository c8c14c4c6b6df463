using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Wazuh's execd of version 4 and, for such messages, 5 (<c>src/os_execd/execd.c</c>), without its waits for slow
/// programs.</summary>
/// <remarks>The program is always started and asked for its keys; they and the program's name identify a block. A further message for one
/// restarts its timer with the message's own timeout, and the answer is to abort. Due ends are checked every second.</remarks>
internal sealed class WazuhExecd(
    ExecdFolder folder,
    NameTable names,
    OffenderCounts offenders,
    TimeProvider clock,
    Action<ExecdNote> notify
) : IExecdMachine
{
    /// <summary>The message that restarts the host's own Wazuh; it isn't in <c>ar.conf</c>.</summary>
    public const string RestartName = "restart-wazuh";

    private readonly PendingBlocks _blocks = new(clock);
    private long _messages;

    public TimeSpan Patience => TimeSpan.FromSeconds(1);

    public bool StopsOneByOne => true;

    public ExecdRun? Handle(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty)
        {
            return null;
        }

        if (WazuhMessage.Read(datagram, out var problem) is not { } message)
        {
            notify(problem!);
            return null;
        }

        if (message is { IsWazuh5: false, Name: RestartName })
        {
            return RestartOf(folder);
        }

        if (TargetOf(message) is not { Executable: { } executable } target)
        {
            return null;
        }

        var program = folder.PathOf(executable);
        message.Complete(program);
        var (since, order) = (_blocks.Now, _messages++);
        return new ExecdRun
        {
            Program = program,
            FallsBackToShell = true,
            Line = message.LineOf(message.IsWazuh5 ? "enable" : "add"),
            Answer = line => Decide(message, program, target.Seconds, line, since, order),
        };
    }

    public IReadOnlyList<ExecdRun> TakeDue() => _blocks.TakeDue();

    public IReadOnlyList<ExecdRun> TakeAll() => _blocks.TakeAll();

    /// <summary>The program that restarts it, with the kind of host as argument; Wazuh's execd is built for one of them.</summary>
    public static ExecdRun RestartOf(ExecdFolder folder) =>
        new() { Program = folder.PathOf("restart.sh"), Arguments = [folder.IsAgent ? "agent" : "manager"] };

    private NameTable.Target? TargetOf(WazuhMessage message)
    {
        if (!message.IsWazuh5)
        {
            return names.Find(message.Name);
        }

        var isFit = !ScriptName.LeavesFolder(message.Name) && folder.PathOf(message.Name).EndsWith(message.Name, StringComparison.Ordinal);
        if (isFit && folder.HasProgram(message.Name))
        {
            return new NameTable.Target(message.Name, message.Seconds);
        }

        notify(new ExecdNote("1311", $"'{SafeText.Of(message.Name)}' isn't a program in {folder.ScriptFolder}: it isn't run."));
        return null;
    }

    private ReadOnlyMemory<byte>? Decide(
        WazuhMessage message,
        string program,
        int seconds,
        ReadOnlyMemory<byte>? line,
        long since,
        long order
    )
    {
        if (line is not { } given)
        {
            notify(new ExecdNote(null, $"{SafeText.Of(program)} returned no keys: its effect isn't recorded and won't be reverted."));
            return null;
        }

        var isPending = false;
        if (seconds != 0)
        {
            var identity = WazuhKeys.IdentityOf(program, given.Span, message.IsWazuh5);
            seconds = offenders.Next(identity) ?? seconds;
            isPending = Extend(identity, since, seconds);
            if (!isPending)
            {
                _blocks.Add(
                    new PendingBlocks.Block
                    {
                        Identity = identity,
                        Order = order,
                        End = new ExecdRun
                        {
                            Program = program,
                            IsEnd = true,
                            FallsBackToShell = true,
                            Line = message.LineOf(message.IsWazuh5 ? "disable" : "delete"),
                        },
                        Since = since,
                        Seconds = seconds,
                    }
                );
            }
        }

        return message.LineOf(isPending ? "abort" : "continue");
    }

    private bool Extend(string identity, long since, int seconds)
    {
        if (_blocks.Find(identity) is not { } pending)
        {
            return false;
        }

        pending.Since = Math.Max(pending.Since, since);
        pending.Seconds = seconds;
        return true;
    }
}
