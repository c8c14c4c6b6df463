using System.Net;
using System.Text;
using System.Text.Json;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A dashboard as a process of its own, beside an agent, and a browser's part of talking to it.</summary>
internal sealed class RunningDashboard : IDisposable
{
    private readonly HttpClient _client;

    private RunningDashboard(ToolProcess process, HttpClient client, Uri url, Uri signIn) =>
        (Process, _client, Url, SignIn) = (process, client, url, signIn);

    public ToolProcess Process { get; }

    public Uri Url { get; }

    /// <summary>The link that it has printed.</summary>
    public Uri SignIn { get; }

    public static async Task<RunningDashboard> StartAsync(string socket, params string[] options)
    {
        var process = ToolProcess.Start(["dashboard", "--control", socket, "--json", "--listen", "127.0.0.1:0", .. options]);
        JsonElement said;
        try
        {
            said = JsonSerializer.Deserialize<JsonElement>(await process.LineAsync("signIn"));
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"The dashboard doesn't start: {process.OutputText}{process.ErrorText}");
        }

        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
            }
        );
        return new RunningDashboard(
            process,
            client,
            new Uri(said.GetProperty("url").GetString()!),
            new Uri(said.GetProperty("signIn").GetString()!)
        );
    }

    /// <summary>Signs in by the link.</summary>
    /// <returns>The cookie.</returns>
    public async Task<string> CookieAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, SignIn.ToString());
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        return response.Headers.GetValues("Set-Cookie").Single();
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? json = null,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, new Uri(Url, path));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Asks with a session's cookie, as the page does.</summary>
    public async Task<JsonElement> AskAsync(string cookie, HttpMethod method, string path, string? json = null)
    {
        using var response = await SendAsync(
            method,
            $"api/{path}",
            json,
            ("Cookie", cookie.Split(';')[0]),
            ("X-Active-Response", "1"),
            ("Origin", Url.GetLeftPart(UriPartial.Authority)),
            ("Sec-Fetch-Site", "same-origin")
        );
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public void Dispose()
    {
        _client.Dispose();
        Process.Dispose();
    }
}
