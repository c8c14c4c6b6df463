using System.Net;
using System.Text;
using System.Text.Json;
using ActiveResponse.AspNetCore.Tests.Support;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.AspNetCore.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["explain"] =
            """{"alert":"{\"timestamp\":\"2026-08-01T03:13:23.404+0000\",\"rule\":{\"level\":10,\"id\":\"5712\"},\"id\":\"1.2\"}"}""",
        ["block"] = """{"targets":["203.0.113.9","1.2.3"],"seconds":600}""",
        ["lift"] = """{"targets":["203.0.113.10"]}""",
        ["effects/{id}/lift"] = "{}",
        ["effects/{id}/extend"] = """{"seconds":3600}""",
        ["allow"] = """{"entries":["203.0.113.77"]}""",
    };

    [Fact]
    public async Task Every_endpoint_of_the_api_is_in_the_document_and_nothing_else_is()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await DocumentAsync(host);

        var described = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        var mapped = host
            .Endpoints.Where(static endpoint => endpoint.RoutePattern.RawText!.Contains("/api/", StringComparison.Ordinal))
            .Select(static endpoint =>
                $"{endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().First().HttpMethods[0]} "
                + endpoint.RoutePattern.RawText!.Replace("{**entry}", "{entry}", StringComparison.Ordinal)
            );

        described.Should().BeEquivalentTo(mapped).And.HaveCount(17);
    }

    [Fact]
    public async Task What_each_endpoint_answers_is_what_the_document_says()
    {
        await using var host = await ApiHost.StartAsync(static builder =>
            builder
                .AddResponder(static _ => new RecordingResponder("files", ResponderNeeds.File), "files")
                .Services.AddSingleton<IFleetView>(new OneHost())
        );
        var document = await DocumentAsync(host);
        var schemas = new SchemaCheck(document);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Where(method => !path.Name.EndsWith("/events", StringComparison.Ordinal)))
            {
                await host.BlockAsync("203.0.113.9", "203.0.113.10");
                await host.PostAsync("allow", """{"entries":["198.51.100.7"]}""");
                var (status, body) = await AskAsync(host, path.Name, method.Name);

                var answer = method.Value.GetProperty("responses").GetProperty(((int)status).ToString(null as IFormatProvider));
                schemas
                    .ProblemsOf(answer.GetProperty("content").GetProperty("application/json").GetProperty("schema"), body, path.Name)
                    .Should()
                    .BeEmpty();
            }
        }
    }

    [Fact]
    public async Task A_problem_is_as_the_document_says()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await DocumentAsync(host);
        using var client = host.Admin();
        using var response = await client.GetAsync($"{ApiHost.Prefix}/api/effects?limit=x");
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var schema = document
            .GetProperty("paths")
            .GetProperty($"{ApiHost.Prefix}/api/effects")
            .GetProperty("get")
            .GetProperty("responses")
            .GetProperty("400")
            .GetProperty("content")
            .GetProperty("application/problem+json")
            .GetProperty("schema");
        new SchemaCheck(document).ProblemsOf(schema, body, "problem").Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_not_as_the_schema_says_is_noticed()
    {
        await using var host = await ApiHost.StartAsync();
        var check = new SchemaCheck(await DocumentAsync(host));
        var page = JsonSerializer.Deserialize<JsonElement>("""{"$ref":"#/components/schemas/EffectPage"}""");

        check
            .ProblemsOf(page, JsonSerializer.Deserialize<JsonElement>("""{"items":[{"id":7}],"total":"x"}"""), "page")
            .Should()
            .HaveCountGreaterThan(3);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(ApiHost host, string path, string method)
    {
        var name = path[$"{ApiHost.Prefix}/api/".Length..];
        var filled = name.Replace("{id}", "aW4tYXBwCjIwMy4wLjExMy45", StringComparison.Ordinal)
            .Replace("{entry}", "198.51.100.7", StringComparison.Ordinal);
        var (status, body) = await host.SendAsync(
            new HttpMethod(method.ToUpperInvariant()),
            filled,
            method == "post" ? Bodies[name] : null
        );
        status.Should().Be(HttpStatusCode.OK, $"{method} {path} gave {body}");
        return (status, body);
    }

    private static async Task<JsonElement> DocumentAsync(ApiHost host)
    {
        using var client = host.ClientOf("reader");
        var text = await client.GetStringAsync($"{ApiHost.Prefix}/openapi/v1.json");
        Encoding.UTF8.GetByteCount(text).Should().BeGreaterThan(1_000);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private sealed class OneHost : IFleetView
    {
        public FleetReply Show() =>
            new(
                [
                    new FleetHostItem
                    {
                        Id = "001",
                        Name = "web1",
                        Labels = ["web"],
                        Online = true,
                        LastSeen = DateTimeOffset.UnixEpoch,
                        Lag = 0,
                        Blocks = 1,
                        State = "active",
                    },
                ],
                [new FleetOrderItem("203.0.113.9", "all", "firewall-drop until lifted", new Dictionary<string, int> { ["done"] = 1 })],
                Halted: false
            );
    }
}
