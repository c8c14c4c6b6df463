using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.Execd;

/// <summary>OSSEC's execd (<c>src/os_execd/execd.c</c>), without its crashes.</summary>
/// <remarks>A block is identified by the program's path and the address text, whatever its command name and user. A further message for it
/// runs nothing and restarts its timer. Due ends are checked after each message, and after a minute and a half without one.</remarks>
internal sealed class OssecExecd(
    ExecdFolder folder,
    NameTable names,
    OffenderCounts offenders,
    TimeProvider clock,
    Action<ExecdNote> notify
) : IExecdMachine
{
    /// <summary>The size of execd's counter keys, in bytes.</summary>
    private const int MaxKey = 254;

    private readonly PendingBlocks _blocks = new(clock);
    private long _messages;

    public TimeSpan Patience => TimeSpan.FromSeconds(90);

    public bool StopsOneByOne => false;

    public ExecdRun? Handle(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty)
        {
            return null;
        }

        var text = OssecMessage.TextOf(datagram);
        if (OssecMessage.Split(text) is not { } message)
        {
            notify(new ExecdNote("1310", $"'{SafeText.Of(text)}' isn't a message: a name, a user and an address are needed."));
            return null;
        }

        if (names.Find(message.Name) is not { Executable: { } executable } target)
        {
            return null;
        }

        if (message.Arguments.Length < 2)
        {
            notify(new ExecdNote(null, $"'{SafeText.Of(text)}' has too few arguments: a user and an address are needed."));
            return null;
        }

        return Act(folder.PathOf(executable), message.Arguments, target.Seconds);
    }

    public IReadOnlyList<ExecdRun> TakeDue() => _blocks.TakeDue();

    public IReadOnlyList<ExecdRun> TakeAll() => _blocks.TakeAll();

    private ExecdRun? Act(string program, ImmutableArray<string> arguments, int seconds)
    {
        var address = arguments[1];

        // No program's path contains a NUL.
        var identity = $"{program}\0{address}";
        if (_blocks.Find(identity) is { } pending)
        {
            pending.Since = _blocks.Now;

            // An address that begins with '-' is a placeholder: "-" stands for it when the target is a user.
            pending.Seconds = address.StartsWith('-') ? pending.Seconds : offenders.Next(KeyOf(program, address)) ?? pending.Seconds;
            return null;
        }

        var run = new ExecdRun { Program = program, Arguments = ["add", .. arguments] };
        if (seconds == 0)
        {
            return run;
        }

        var block = new PendingBlocks.Block
        {
            Identity = identity,
            Order = _messages++,
            End = new ExecdRun
            {
                Program = program,
                IsEnd = true,
                Arguments = ["delete", .. arguments],
            },
            Since = _blocks.Now,
            Seconds = offenders.Next(KeyOf(program, address)) ?? seconds,
        };
        _blocks.Add(block);
        return run with { Forget = () => _blocks.Remove(block) };
    }

    private static string KeyOf(string program, string address)
    {
        var key = LosslessText.Encode(program + address);
        return LosslessText.Decode(key.AsSpan(0, Math.Min(key.Length, MaxKey)));
    }
}
