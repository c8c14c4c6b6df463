using System.Net.Sockets;
using System.Text.Json;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary>Requests to the running agent, or to its substitute when none runs.</summary>
internal sealed class AgentCall(string? socketPath, string? stateFile, bool json)
{
    private const string Ended = "the agent closed the connection before its reply was complete";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private bool _isBroken;

    /// <summary>The state file; null for none.</summary>
    public string? StateFile => stateFile;

    /// <summary>The agent's socket; null for none.</summary>
    public string? SocketPath => socketPath;

    /// <summary>The message that no agent listens, and where.</summary>
    public string NoAgent => $"no agent is running{(socketPath is null ? "" : $" at {socketPath}")}";

    /// <summary>Sends requests one after the other and shows their replies as one; ends early if one isn't answered.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="printer">Shows the replies to a person.</param>
    /// <param name="withoutAgent">Replies when no agent runs; null if that isn't possible.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<ControlRequest> requests,
        IReplyPrinter printer,
        Func<ControlRequest, ReplyWriter, CancellationToken, Task>? withoutAgent,
        CancellationToken cancellationToken
    )
    {
        var exit = ExitCodes.Fine;
        for (var i = 0; i < requests.Count && !_isBroken; i++)
        {
            var request = requests[i];
            var one = await RunAsync(
                request,
                i == requests.Count - 1 ? printer : new UnfinishedPrinter(printer),
                withoutAgent is null ? null : (answer, token) => withoutAgent(request, answer, token),
                cancellationToken
            );
            exit = Math.Max(exit, one);
        }

        return exit;
    }

    /// <summary>Sends the request and shows the reply.</summary>
    /// <param name="request">The request.</param>
    /// <param name="printer">Shows the reply to a person.</param>
    /// <param name="withoutAgent">Replies when no agent runs; null if that isn't possible.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        ControlRequest request,
        IReplyPrinter printer,
        Func<ReplyWriter, CancellationToken, Task>? withoutAgent,
        CancellationToken cancellationToken
    )
    {
        await Task.Yield();
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var socket = socketPath is null ? null : ControlSocket.Connect(socketPath);
        if (socket is not null)
        {
            await using var stream = new NetworkStream(socket);
            try
            {
                await stream.WriteAsync(request.ToLine(), either.Token);
            }
            catch (IOException)
            {
                // An agent that refuses this user replies and hangs up without reading: the reply can still be read.
            }

            return await ShowAsync(stream, printer, either.Token);
        }

        return withoutAgent is null ? Fail(NoAgent) : await ShowAsync(withoutAgent, printer, either.Token);
    }

    /// <summary>Does something that only this process may do, as no agent runs, and shows the reply.</summary>
    /// <param name="printer">Shows the reply to a person.</param>
    /// <param name="work">Writes the reply.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunHereAsync(
        IReplyPrinter printer,
        Func<ReplyWriter, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        using var socket = socketPath is null ? null : ControlSocket.Connect(socketPath);
        return socket is null
            ? await ShowAsync(work, printer, cancellationToken)
            : Fail($"an agent is running at {socketPath}: stop it first");
    }

    /// <summary>Does something in this process, and shows the reply.</summary>
    /// <param name="work">Writes the reply.</param>
    /// <param name="printer">Shows the reply to a person.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ShowAsync(
        Func<ReplyWriter, CancellationToken, Task> work,
        IReplyPrinter printer,
        CancellationToken cancellationToken
    )
    {
        using var answer = new MemoryStream();
        var writer = new ReplyWriter(answer, cancellationToken);
        try
        {
            await work(writer, cancellationToken);
            await writer.DoneAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await writer.FailAsync(e.Message);
        }

        answer.Position = 0;
        return await ShowAsync(answer, printer, cancellationToken);
    }

    private async Task<int> ShowAsync(Stream answer, IReplyPrinter printer, CancellationToken cancellationToken)
    {
        var exit = ExitCodes.Fine;
        using var reader = new StreamReader(answer);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Parse(line) is not { } item)
            {
                return Fail(Ended);
            }

            if (item.TryGetProperty("error", out var error))
            {
                End(printer, isWhole: false);
                return Fail(error.GetString() ?? "");
            }

            if (item.TryGetProperty("done", out _))
            {
                End(printer, isWhole: true);
                return exit;
            }

            exit = printer.IsBad(item) ? ExitCodes.Findings : exit;
            if (json)
            {
                Console.Out.WriteLine(line);
            }
            else
            {
                printer.Add(item);
            }
        }

        return Fail(Ended);
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void End(IReplyPrinter printer, bool isWhole)
    {
        if (!json)
        {
            printer.End(isWhole);
        }
    }

    private int Fail(string why)
    {
        _isBroken = true;
        Console.Error.WriteLine($"active-response: {ToolText.OneLine(why)}");
        return ExitCodes.Findings;
    }
}
