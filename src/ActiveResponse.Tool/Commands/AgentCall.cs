using System.Net.Sockets;
using System.Text.Json;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary>One request to the running agent, or to what stands in for it when none runs.</summary>
internal sealed class AgentCall(string? socketPath, string? stateFile, bool json)
{
    private const string Ended = "the agent has ended the conversation before its answer was complete";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The state file that is meant; null for none.</summary>
    public string? StateFile => stateFile;

    /// <summary>That nobody answers, and where.</summary>
    public string NoAgent => $"no agent is running{(socketPath is null ? "" : $" at {socketPath}")}";

    /// <summary>Asks, and shows the answer.</summary>
    /// <param name="request">What for.</param>
    /// <param name="printer">Shows the answer to a person.</param>
    /// <param name="withoutAgent">Answers when no agent runs; null if nobody can.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        ControlRequest request,
        IAnswerPrinter printer,
        Func<AnswerWriter, CancellationToken, Task>? withoutAgent,
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
                // An agent that doesn't answer this user says so and hangs up without reading: that is still there to be read.
            }

            return await ShowAsync(stream, printer, either.Token);
        }

        if (withoutAgent is null)
        {
            return Fail(NoAgent);
        }

        using var answer = new MemoryStream();
        var writer = new AnswerWriter(answer, either.Token);
        try
        {
            await withoutAgent(writer, either.Token);
            await writer.DoneAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await writer.FailAsync(e.Message);
        }

        answer.Position = 0;
        return await ShowAsync(answer, printer, either.Token);
    }

    private async Task<int> ShowAsync(Stream answer, IAnswerPrinter printer, CancellationToken cancellationToken)
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

    private void End(IAnswerPrinter printer, bool isWhole)
    {
        if (!json)
        {
            printer.End(isWhole);
        }
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine($"active-response: {ToolText.OneLine(why)}");
        return ExitCodes.Findings;
    }
}
