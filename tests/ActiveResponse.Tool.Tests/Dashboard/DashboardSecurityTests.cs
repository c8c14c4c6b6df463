using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Dashboard;

public sealed class DashboardSecurityTests
{
    [Fact]
    public async Task A_link_works_once_and_its_cookie_is_for_this_page_alone()
    {
        using var folder = new Folder();
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"));

        var cookie = await dashboard.CookieAsync();
        using var again = await dashboard.SendAsync(HttpMethod.Get, dashboard.SignIn.ToString());

        cookie.Should().Contain("httponly").And.Contain("samesite=strict");
        again.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        again.Headers.Contains("Set-Cookie").Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/effects")]
    [InlineData("api/events")]
    [InlineData("openapi/v1.json")]
    [InlineData("assets/icon.svg")]
    public async Task Nothing_is_shown_without_a_session(string path)
    {
        using var folder = new Folder();
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"));

        using var none = await dashboard.SendAsync(HttpMethod.Get, path);
        using var made = await dashboard.SendAsync(
            HttpMethod.Get,
            path,
            null,
            ("Cookie", $"active-response-{dashboard.Url.Port}=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        );

        none.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        made.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await none.Content.ReadAsStringAsync()).Should().ContainEquivalentOf("sign in");
    }

    [Fact]
    public async Task A_session_ends_when_it_is_signed_out()
    {
        using var folder = new Folder();
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"));
        var cookie = (await dashboard.CookieAsync()).Split(';')[0];

        using var foreign = await dashboard.SendAsync(HttpMethod.Post, "sign-out", null, ("Cookie", cookie));
        using var still = await dashboard.SendAsync(HttpMethod.Get, "openapi/v1.json", null, ("Cookie", cookie));
        using var signedOut = await dashboard.SendAsync(HttpMethod.Post, "sign-out", null, ("Cookie", cookie), ("X-Active-Response", "1"));
        using var gone = await dashboard.SendAsync(HttpMethod.Get, "openapi/v1.json", null, ("Cookie", cookie));

        foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        still.StatusCode.Should().Be(HttpStatusCode.OK);
        signedOut.StatusCode.Should().Be(HttpStatusCode.NoContent);
        gone.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Guessing_a_token_is_answered_ten_times_a_minute_and_then_not_even_if_it_is_right()
    {
        using var folder = new Folder();
        var file = folder.File("token");
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"), "--token-file", file);
        var token = (await File.ReadAllTextAsync(file)).Trim();
        var cookie = (await dashboard.CookieAsync()).Split(';')[0];
        using var right = await WithTokenAsync(dashboard, token);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 15; i++)
        {
            using var wrong = await WithTokenAsync(dashboard, $"{token}{i}");
            statuses.Add(wrong.StatusCode);
        }

        using var late = await WithTokenAsync(dashboard, token);
        using var session = await dashboard.SendAsync(HttpMethod.Get, "openapi/v1.json", null, ("Cookie", cookie));
        right.StatusCode.Should().Be(HttpStatusCode.OK);
        statuses.Count(static status => status == HttpStatusCode.Unauthorized).Should().Be(9, "the tenth is told that it was one too many");
        statuses[9..].Should().OnlyContain(static status => status == HttpStatusCode.TooManyRequests);
        late.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        session.StatusCode.Should().Be(HttpStatusCode.OK, "who is signed in isn't locked out");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Wrong_tokens_from_many_addresses_do_not_lock_out_who_was_right_before()
    {
        using var folder = new Folder();
        var file = folder.File("token");
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"), "--token-file", file);
        var token = (await File.ReadAllTextAsync(file)).Trim();
        using var before = await WithTokenAsync(dashboard, token);

        for (var i = 0; i < 100; i++)
        {
            await StatusFromAsync(dashboard, IPAddress.Parse($"127.0.0.{2 + (i % 20)}"), $"{token}{i}");
        }

        using var right = await WithTokenAsync(dashboard, token);
        right.StatusCode.Should().Be(HttpStatusCode.OK);
        (await StatusFromAsync(dashboard, IPAddress.Parse("127.0.0.99"), token)).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_request_that_says_it_is_huge_gets_an_answer_and_leaves_no_error_behind()
    {
        using var folder = new Folder();
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"));
        var cookie = (await dashboard.CookieAsync()).Split(';')[0];

        // The answer comes before the body: without the question, sending it could fail first.
        using var response = await dashboard.SendAsync(
            HttpMethod.Post,
            "api/block",
            new string(' ', 2_000_000),
            ("Expect", "100-continue"),
            ("Cookie", cookie),
            ("X-Active-Response", "1")
        );

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        dashboard.Process.ErrorText.Should().NotContain("exception");
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("localhost.attacker.example")]
    [InlineData("192.0.2.7")]
    public async Task A_name_that_another_site_has_pointed_here_is_refused(string host)
    {
        using var folder = new Folder();
        using var dashboard = await RunningDashboard.StartAsync(folder.File("control.sock"));

        using var response = await dashboard.SendAsync(HttpMethod.Get, dashboard.SignIn.ToString(), null, ("Host", host));
        using var own = await dashboard.SendAsync(HttpMethod.Get, "", null, ("Host", $"localhost:{dashboard.Url.Port}"));

        response.StatusCode.Should().Be(HttpStatusCode.MisdirectedRequest);
        own.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await dashboard.CookieAsync()).Should().NotBeEmpty("the link wasn't used up");
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    [InlineData("192.0.2.7:8600")]
    public async Task It_does_not_listen_beyond_this_host_without_a_certificate_and_a_password(string place)
    {
        using var folder = new Folder();

        using var tool = await ToolProcess.RunAsync("dashboard", "--control", folder.File("control.sock"), "--listen", place);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--certificate").And.Contain("--password-file").And.Contain("SSH tunnel");
    }

    [Theory]
    [InlineData("8600")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost:8600")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("127.1:8600")]
    public async Task A_place_that_is_none_is_refused(string place)
    {
        using var folder = new Folder();

        using var tool = await ToolProcess.RunAsync("dashboard", "--control", folder.File("control.sock"), "--listen", place);

        tool.ExitCode.Should().Be(2);
        tool.ErrorText.Should().Contain("--listen");
    }

    [Fact]
    public async Task A_secret_that_others_may_read_or_that_is_short_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode on Windows.");
        using var folder = new Folder();
        var open = folder.Write("open", "a-secret-that-is-long-enough\n");
        SetMode(open, 0b110_100_100);
        var little = folder.Write("little", "secret\n");
        SetMode(little, 0b110_000_000);

        using var first = await ToolProcess.RunAsync("dashboard", "--control", folder.File("control.sock"), "--token-file", open);
        using var second = await ToolProcess.RunAsync("dashboard", "--control", folder.File("control.sock"), "--password-file", little);

        (first.ExitCode, second.ExitCode).Should().Be((1, 1));
        first.ErrorText.Should().Contain("chmod 600");
        second.ErrorText.Should().Contain("shorter");
    }

    [Fact]
    public async Task With_a_certificate_and_a_password_it_speaks_tls_and_its_cookie_never_leaves_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode on Windows.");
        using var folder = new Folder();
        var (certificate, key) = MakeCertificate(folder);
        var password = folder.Write("password", "correct horse battery\n");
        SetMode(password, 0b110_000_000);
        using var dashboard = await RunningDashboard.StartAsync(
            folder.File("control.sock"),
            "--certificate",
            certificate,
            "--key",
            key,
            "--password-file",
            password
        );

        using var wrong = await SubmitAsync(dashboard, "wrong horse battery");
        using var right = await SubmitAsync(dashboard, "correct horse battery");
        using var named = await dashboard.SendAsync(HttpMethod.Get, "", null, ("Host", "blocks.example.net"));

        dashboard.Url.Scheme.Should().Be("https");
        wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        right.StatusCode.Should().Be(HttpStatusCode.Redirect);
        right.Headers.GetValues("Set-Cookie").Single().Should().StartWith("__Host-").And.Contain("secure").And.Contain("httponly");
        named.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "the certificate has this name");
    }

    private static async Task<HttpResponseMessage> SubmitAsync(RunningDashboard dashboard, string secret)
    {
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
            }
        );
        using var form = new FormUrlEncodedContent([new("secret", secret)]);
        return await client.PostAsync(new Uri(dashboard.Url, "sign-in"), form);
    }

    private static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }
    }

    private static async Task<HttpStatusCode> StatusFromAsync(RunningDashboard dashboard, IPAddress from, string token)
    {
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(from, 0));
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(dashboard.Url, "openapi/v1.json"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> WithTokenAsync(RunningDashboard dashboard, string token) =>
        dashboard.SendAsync(HttpMethod.Get, "openapi/v1.json", null, ("Authorization", $"Bearer {token}"));

    private static (string Certificate, string Key) MakeCertificate(Folder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=blocks.example.net", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("blocks.example.net");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (folder.Write("cert.pem", certificate.ExportCertificatePem()), folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem()));
    }
}
