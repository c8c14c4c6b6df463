using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using ActiveResponse.Processes;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Programs that a test lets answer and end when it likes; what they see is on record, in order.</summary>
internal sealed class TalkingRunner : ICommandRunner
{
    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private readonly ConcurrentDictionary<int, string> _told = new();
    private int _started;

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>What each program was told last; the first that was started is 1.</summary>
    public IReadOnlyDictionary<int, string> Told => _told;

    /// <summary>The line the program gives for a message, when it gives it; at once and the message's address if nobody says.</summary>
    public Func<string, Task<string?>> Line { get; set; } = static message => Task.FromResult<string?>(KeysOf(AddressOf(message)));

    /// <summary>When a program ends, by what it was started with.</summary>
    public Func<string, Task> End { get; set; } = static _ => Task.CompletedTask;

    public bool IsMissing { get; set; }

    /// <summary>Whether nothing can be started at all.</summary>
    public bool IsOutOfResources { get; set; }

    public static string KeysOf(string address) =>
        """{"version":1,"origin":{"name":"blk","module":"active-response"},"command":"check_keys","parameters":{"keys":"""
        + $$$"""["{{{address}}}"]}}""";

    public static string AddressOf(string message)
    {
        using var json = JsonDocument.Parse(message);
        return json.RootElement.TryGetProperty("source", out var source)
            ? source.GetProperty("ip").GetString()!
            : json.RootElement.GetProperty("parameters").GetProperty("alert").GetProperty("data").GetProperty("srcip").GetString()!;
    }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    )
    {
        if (IsOutOfResources)
        {
            return CommandResult.NotStarted(StartFailure.OutOfResources, "there are no more processes");
        }

        if (IsMissing)
        {
            return CommandResult.NotStarted(StartFailure.NotFound, "the file doesn't exist");
        }

        var started = string.Join(' ', [Path.GetFileName(command.Executable), .. command.Arguments]);
        var talk = new Talk(this, Interlocked.Increment(ref _started), started);
        if (command.Arguments.Length > 0)
        {
            See(started);
        }

        await dialogue(talk, cancellationToken);
        await End(talk.Last);
        return CommandResult.Exited(0);
    }

    private void See(string what)
    {
        lock (_gate)
        {
            _seen.Add(what);
        }
    }

    private sealed class Talk(TalkingRunner runner, int number, string started) : ICommandConversation
    {
        private string _message = "";

        public string Last { get; private set; } = started;

        public ValueTask<bool> WriteLineAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
        {
            _message = Encoding.UTF8.GetString(line.Span);
            using var json = JsonDocument.Parse(line);
            Last = $"{json.RootElement.GetProperty("command").GetString()} {AddressOf(_message)}";
            runner._told[number] = Last;
            runner.See(Last);
            return ValueTask.FromResult(true);
        }

        public async ValueTask<ConversationLine> ReadLineAsync(int maxBytes, TimeSpan within, CancellationToken cancellationToken) =>
            await runner.Line(_message) is { } line
                ? ConversationLine.Of(Encoding.UTF8.GetBytes(line))
                : new ConversationLine(LineStatus.EndOfOutput, default);

        public void CloseInput() { }
    }
}
