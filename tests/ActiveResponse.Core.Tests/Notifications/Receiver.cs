using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActiveResponse.Tests.Notifications;

/// <summary>Accepts one posted text on the loopback address.</summary>
internal sealed class Receiver : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Receiver()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook");
    }

    public Uri Address { get; }

    /// <summary>Waits for a request, answers it, and returns its body.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var client = await _listener.AcceptTcpClientAsync(limit.Token);
        var stream = client.GetStream();
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (BodyOf(received.ToString()) is null)
        {
            var count = await stream.ReadAsync(buffer, limit.Token);
            count.Should().BePositive("the request must be whole");
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
        return BodyOf(received.ToString())!;
    }

    public void Dispose() => _listener.Dispose();

    private static string? BodyOf(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        const string Length = "Content-Length: ";
        var line = request[..end].Split("\r\n").Single(static line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        var body = request[(end + 4)..];
        return body.Length == int.Parse(line[Length.Length..], System.Globalization.CultureInfo.InvariantCulture) ? body : null;
    }
}
