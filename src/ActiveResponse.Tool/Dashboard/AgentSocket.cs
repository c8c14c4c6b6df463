using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Asks an agent over its control socket.</summary>
/// <param name="path">The socket.</param>
internal sealed class AgentSocket(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Asks for one result.</summary>
    /// <exception cref="ViewException">The agent doesn't answer, or says what is wrong.</exception>
    public async Task<T> AskAsync<T>(ControlRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var stream = await SendAsync(request, either.Token);
            using var lines = new StreamReader(stream);
            return ResultOf(await lines.ReadLineAsync(either.Token), type);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unavailable(e is OperationCanceledException ? "The agent doesn't answer in time." : e.Message);
        }
    }

    /// <summary>Connects and sends a request.</summary>
    /// <exception cref="ViewException">No agent listens.</exception>
    /// <exception cref="IOException">The connection failed.</exception>
    public async Task<NetworkStream> SendAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var line = request.ToLine();
        if (line.Length > ControlRequest.MaxLength)
        {
            throw new ViewException(ViewProblem.Invalid, "The request is too large for the agent.", "Send less at a time.");
        }

        // Connecting to a local socket takes no time, or fails.
        var socket = ControlSocket.Connect(path) ?? throw Unavailable($"No agent is running at {path}.");
        var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await stream.WriteAsync(line, cancellationToken);
        }
        catch (IOException)
        {
            // An agent that refuses this user replies and hangs up without reading: the reply can still be read.
        }

        return stream;
    }

    private static ViewException Unavailable(string why) =>
        new(ViewProblem.Unavailable, why, "See 'active-response health', and the agent's log.");

    private static ViewProblem KindOf(string? name) => Enum.TryParse<ViewProblem>(name, out var kind) ? kind : ViewProblem.Unavailable;

    private static T ResultOf<T>(string? line, JsonTypeInfo<T> type)
    {
        if (line is null)
        {
            throw Unavailable("The agent closed the connection.");
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("result", out var result))
            {
                return result.Deserialize(type)!;
            }

            throw root.TryGetProperty("problem", out var problem)
                ? new ViewException(
                    KindOf(problem.GetString()),
                    root.GetProperty("message").GetString() ?? "",
                    root.GetProperty("remedy").GetString()
                )
                : Unavailable(root.GetProperty("error").GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Unavailable("The agent's answer can't be read: it is of another version.");
        }
    }
}
