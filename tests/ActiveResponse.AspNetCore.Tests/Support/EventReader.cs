using System.Net;
using System.Text.Json;

namespace ActiveResponse.AspNetCore.Tests.Support;

/// <summary>One event of a stream.</summary>
internal sealed record ReadEvent(string Id, string Kind, JsonElement Data);

/// <summary>Reads a stream of events.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpClient client, HttpResponseMessage response, StreamReader lines) =>
        (_client, _response, _lines) = (client, response, lines);

    public static async Task<EventReader> OpenAsync(ApiHost host, string? lastId = null)
    {
        var client = host.Admin();
        var response = await SendAsync(client, lastId);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        var reader = new EventReader(client, response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        (await reader.CommentAsync()).Should().Be("connected");
        return reader;
    }

    /// <summary>The status of one more stream, which is closed at once.</summary>
    public static async Task<HttpStatusCode> StatusAsync(ApiHost host)
    {
        using var client = host.Admin();
        using var response = await SendAsync(client, null);
        return response.StatusCode;
    }

    public async Task<ReadEvent> NextAsync()
    {
        var (id, kind, data) = ("", "", "");
        while (true)
        {
            var line = await LineAsync() ?? throw new EndOfStreamException();
            if (line.Length == 0 && data.Length > 0)
            {
                return new ReadEvent(id, kind, JsonSerializer.Deserialize<JsonElement>(data));
            }

            var at = line.IndexOf(": ", StringComparison.Ordinal);
            switch (at > 0 ? line[..at] : "")
            {
                case "id":
                    id = line[(at + 2)..];
                    break;
                case "event":
                    kind = line[(at + 2)..];
                    break;
                case "data":
                    data = line[(at + 2)..];
                    break;
            }
        }
    }

    /// <summary>The next comment.</summary>
    public async Task<string> CommentAsync()
    {
        while (true)
        {
            var line = await LineAsync() ?? throw new EndOfStreamException();
            if (line.StartsWith(": ", StringComparison.Ordinal))
            {
                return line[2..];
            }
        }
    }

    /// <summary>Whether the stream ends.</summary>
    public async Task<bool> EndAsync()
    {
        try
        {
            while (await LineAsync() is not null)
            {
                // Up to its end.
            }
        }
        catch (IOException)
        {
            // Cut off.
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string?> LineAsync() => _lines.ReadLineAsync().WaitAsync(Limit);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ApiHost.Prefix}/api/events");
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
