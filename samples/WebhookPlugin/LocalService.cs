using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace WebhookPlugin;

/// <summary>A web service on the loopback address that keeps a list of blocked addresses: what the webhook would talk to.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly ConcurrentDictionary<string, bool> _blocked = new();

    public LocalService()
    {
        (_listener, Address) = Listen();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public IEnumerable<string> Blocked => _blocked.Keys.Order(StringComparer.Ordinal);

    /// <summary>The requests so far: path, authorization and body.</summary>
    public ConcurrentQueue<(string Path, string? Authorization, string Body)> Requests { get; } = new();

    /// <summary>Answers with this status and does nothing, if set.</summary>
    public int? Status { get; set; }

    /// <summary>Answers only when this has ended.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>A client that goes straight to it, whatever proxy the machine is set up with.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving.ConfigureAwait(false);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync().ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                // Closed, or the caller has gone.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream);
        var body = await reader.ReadToEndAsync().ConfigureAwait(false);
        var path = call.Request.Url!.AbsolutePath;
        Requests.Enqueue((path, call.Request.Headers["Authorization"], body));
        await Until.ConfigureAwait(false);
        call.Response.StatusCode = Status ?? Carry(path, body);
        call.Response.Close();
    }

    private int Carry(string path, string body)
    {
        using var json = JsonDocument.Parse(body);
        var address = json.RootElement.GetProperty("address").GetString()!;
        return path switch
        {
            "/block" => _blocked.TryAdd(address, true) ? 201 : 200,
            "/unblock" => _blocked.TryRemove(address, out _) ? 200 : 404,
            _ => 400,
        };
    }

    // The listener can't choose a free port by itself; one found free may be taken a moment later.
    private static (HttpListener Listener, Uri Address) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort()}/");
            var listener = new HttpListener { Prefixes = { address.ToString() } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
