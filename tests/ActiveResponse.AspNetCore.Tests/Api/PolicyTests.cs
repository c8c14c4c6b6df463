using System.Net;
using ActiveResponse.AspNetCore.Tests.Support;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.AspNetCore.Tests.Api;

public sealed class PolicyTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("read", null)]
    [InlineData(null, "change")]
    [InlineData("read", " ")]
    public async Task Mapping_without_both_policies_throws_and_says_which_are_needed(string? read, string? change)
    {
        var builder = ApiHost.Builder(new ManualClock());
        builder.Services.AddActiveResponse().AddHttpApi();
        await using var app = builder.Build();

        var mapping = () => app.MapActiveResponse(configure: options => (options.ReadPolicy, options.ChangePolicy) = (read, change));

        mapping.Should().Throw<InvalidOperationException>().WithMessage("*ReadPolicy*ChangePolicy*");
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).Should().BeEmpty();
    }

    [Fact]
    public async Task Mapping_without_the_services_says_what_to_add()
    {
        await using var app = ApiHost.Builder(new ManualClock()).Build();

        var api = () => app.MapActiveResponse(configure: static options => (options.ReadPolicy, options.ChangePolicy) = ("a", "b"));
        var dashboard = () => app.MapActiveResponseDashboard();
        var blocking = () => app.UseActiveResponseBlocking();

        api.Should().Throw<InvalidOperationException>().WithMessage("*AddHttpApi()*");
        dashboard.Should().Throw<InvalidOperationException>().WithMessage("*MapActiveResponse*");
        blocking.Should().Throw<InvalidOperationException>().WithMessage("*AddInAppBlocking()*");
    }

    [Fact]
    public async Task Mapping_one_prefix_twice_throws()
    {
        var builder = ApiHost.Builder(new ManualClock());
        builder.Services.AddActiveResponse().AddHttpApi().AddHttpApi();
        await using var app = builder.Build();
        app.MapActiveResponse("/a", static options => (options.ReadPolicy, options.ChangePolicy) = ("read", "change"));

        var again = () => app.MapActiveResponse("/a", static options => (options.ReadPolicy, options.ChangePolicy) = ("read", "change"));

        again.Should().Throw<InvalidOperationException>().WithMessage("*already*");
        app.MapActiveResponse("/b", static options => (options.ReadPolicy, options.ChangePolicy) = ("read", "change"));
    }

    [Fact]
    public async Task Nobody_gets_anything_without_being_signed_in()
    {
        await using var host = await ApiHost.StartAsync();
        using var nobody = host.ClientOf(null);

        var answers = new Dictionary<string, HttpStatusCode>();
        foreach (var (method, path) in Requests(host))
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await nobody.SendAsync(request);
            answers.Add($"{method} {path}", response.StatusCode);
            (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        }

        answers.Should().HaveCountGreaterThan(15);
        answers.Values.Should().OnlyContain(static status => status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_reader_reads_and_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");
        using var reader = host.ClientOf("reader");

        foreach (var (method, path) in Requests(host).Where(static request => !IsStreamOrPage(request.Path)))
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await reader.SendAsync(request);
            var isChange = method != HttpMethod.Get && !path.EndsWith("/explain", StringComparison.Ordinal);
            (response.StatusCode == HttpStatusCode.Forbidden).Should().Be(isChange, $"{method} {path} gave {response.StatusCode}");
        }

        (await host.Engine.ListAsync()).Should().ContainSingle();
        (await reader.GetStringAsync($"{ApiHost.Prefix}/api/summary")).Should().Contain("\"mayChange\":false");
        (await host.GetAsync("summary")).GetProperty("mayChange").GetBoolean().Should().BeTrue();
    }

    private static bool IsStreamOrPage(string path) =>
        path.EndsWith("/events", StringComparison.Ordinal) || !path.Contains("/api/", StringComparison.Ordinal);

    private static IEnumerable<(HttpMethod Method, string Path)> Requests(ApiHost host) =>
        host
            .Endpoints.Where(static endpoint => endpoint.RoutePattern.RawText!.StartsWith(ApiHost.Prefix, StringComparison.Ordinal))
            .SelectMany(static endpoint =>
                endpoint
                    .Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                    .HttpMethods.Select(method =>
                        (
                            new HttpMethod(method),
                            endpoint
                                .RoutePattern.RawText!.Replace("{id}", "aW4tYXBwCjIwMy4wLjExMy45", StringComparison.Ordinal)
                                .Replace("{**entry}", "203.0.113.9", StringComparison.Ordinal)
                                .Replace("{**name}", "icon.svg", StringComparison.Ordinal)
                        )
                    )
            );
}
