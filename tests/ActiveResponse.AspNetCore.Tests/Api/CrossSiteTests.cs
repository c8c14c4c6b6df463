using System.Net;
using System.Text;
using ActiveResponse.AspNetCore.Tests.Support;

namespace ActiveResponse.AspNetCore.Tests.Api;

public sealed class CrossSiteTests
{
    private const string Block = """{"targets":["203.0.113.9"],"seconds":600}""";

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "http://localhost.attacker.example")]
    [InlineData("Origin", "http://localhost:8080")]
    [InlineData("Origin", "null")]
    public async Task A_change_that_another_site_asks_for_is_refused(string header, string value)
    {
        await using var host = await ApiHost.StartAsync();

        var response = await SendAsync(host, HttpMethod.Post, "block", (header, value), ("X-Active-Response", "1"));

        response.Should().Be(HttpStatusCode.Forbidden);
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", "http://localhost")]
    public async Task A_change_that_the_own_page_asks_for_is_made(string header, string value)
    {
        await using var host = await ApiHost.StartAsync();

        var response = await SendAsync(host, HttpMethod.Post, "block", (header, value), ("X-Active-Response", "1"));

        response.Should().Be(HttpStatusCode.OK);
        (await host.Engine.ListAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1, 1")]
    public async Task A_change_without_the_header_that_no_form_can_send_is_refused(string? value)
    {
        await using var host = await ApiHost.StartAsync();

        var response = await SendAsync(host, HttpMethod.Post, "block", value is null ? [] : [("X-Active-Response", value)]);

        response.Should().Be(HttpStatusCode.Forbidden);
        (await host.Engine.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.OK)]
    [InlineData("none", HttpStatusCode.OK)]
    public async Task Reading_is_for_the_own_page_and_for_an_address_that_was_typed(string site, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync();

        (await SendAsync(host, HttpMethod.Get, "effects", ("Sec-Fetch-Site", site))).Should().Be(expected);
    }

    private static async Task<HttpStatusCode> SendAsync(
        ApiHost host,
        HttpMethod method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var client = host.Admin();
        client.DefaultRequestHeaders.Remove("X-Active-Response");
        using var request = new HttpRequestMessage(method, $"{ApiHost.Prefix}/api/{path}");
        request.Content = method == HttpMethod.Get ? null : new StringContent(Block, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
