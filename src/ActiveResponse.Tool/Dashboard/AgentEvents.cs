using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Tool.Control;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Follows the events of an agent for all readers of the dashboard, and begins again when the agent comes back.</summary>
internal sealed class AgentEvents(AgentSocket agent, EventLog events) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    // The agent sends a line each 15 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (e is IOException or SocketException or ViewException or JsonException or TimeoutException)
            {
                // Told by every other request; here the readers must know that they miss something.
            }

            stoppingToken.ThrowIfCancellationRequested();
            await Task.Delay(Rest, TimeProvider.System, stoppingToken);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await using var stream = await agent.SendAsync(new ControlRequest { Command = ControlCommands.Events }, cancellationToken);
        using var lines = new StreamReader(stream);
        var isFirst = true;
        try
        {
            while (
                await lines.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken)
                    is { } line
            )
            {
                Take(line, ref isFirst);
            }
        }
        finally
        {
            if (!isFirst)
            {
                Lose();
            }
        }
    }

    private void Take(string line, ref bool isFirst)
    {
        using var document = JsonDocument.Parse(line);
        if (!document.RootElement.TryGetProperty("event", out var kind))
        {
            throw new IOException("the agent sends no events");
        }

        if (isFirst)
        {
            // Whatever happened before is in the lists.
            isFirst = false;
            Lose();
        }

        if (document.RootElement.TryGetProperty("data", out var data))
        {
            events.Add(kind.GetString() ?? "", Encoding.UTF8.GetBytes(data.GetRawText()));
        }
    }

    private void Lose() => events.Add(EventKinds.Lost, """{"missed":0}"""u8.ToArray());
}
