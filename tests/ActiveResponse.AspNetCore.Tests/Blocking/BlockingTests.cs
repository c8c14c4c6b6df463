using System.Net;
using ActiveResponse.Alerts;
using ActiveResponse.AspNetCore.Blocking;
using ActiveResponse.AspNetCore.Tests.Support;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.AspNetCore.Tests.Blocking;

public sealed class BlockingTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9", HttpStatusCode.Forbidden)]
    [InlineData("203.0.113.9", "::ffff:203.0.113.9", HttpStatusCode.Forbidden)]
    [InlineData("203.0.113.9", "203.0.113.10", HttpStatusCode.OK)]
    [InlineData("203.0.113.0/24", "203.0.113.77", HttpStatusCode.Forbidden)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.77", HttpStatusCode.Forbidden)]
    [InlineData("203.0.113.0/24", "203.0.114.1", HttpStatusCode.OK)]
    [InlineData("2001:db8::/64", "2001:db8::1", HttpStatusCode.Forbidden)]
    [InlineData("2001:db8::/64", "2001:db8:0:1::1", HttpStatusCode.OK)]
    [InlineData("2001:db8::9", "2001:db8::9", HttpStatusCode.Forbidden)]
    [InlineData("2001:db8::9", "2001:db8::a", HttpStatusCode.OK)]
    public async Task Refuses_what_is_blocked_and_nothing_else(string blocked, string from, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync();
        (await StatusOfAsync(host, from)).Should().Be(HttpStatusCode.OK);

        await host.BlockAsync(blocked);

        (await StatusOfAsync(host, from)).Should().Be(expected);
    }

    [Fact]
    public async Task A_block_ends_with_its_time()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");

        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await host.Engine.DrainAsync();

        await Waiting.UntilAsync(async () => await StatusOfAsync(host, "203.0.113.9") == HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_another_responder_blocks_is_refused_and_stays_so_until_both_have_lifted_it()
    {
        await using var host = await ApiHost.StartAsync(static builder =>
            builder.AddFirewall(static _ => new InMemoryFirewall(), "memory-firewall")
        );
        await host.Engine.ApplyAsync("memory-firewall", SubjectOf("203.0.113.9"), TimeSpan.FromMinutes(30));
        await host.BlockAsync("203.0.113.9");
        await host.Engine.DrainAsync();

        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await host.Engine.DrainAsync();
        (await StatusOfAsync(host, "203.0.113.9")).Should().Be(HttpStatusCode.Forbidden);

        await host.Engine.LiftAsync(SubjectOf("203.0.113.9"));
        await host.Engine.DrainAsync();
        (await StatusOfAsync(host, "203.0.113.9")).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_the_named_responders_are_followed()
    {
        await using var host = await ApiHost.StartAsync(
            static builder =>
                builder
                    .AddFirewall(static _ => new InMemoryFirewall("one"), "one")
                    .AddFirewall(static _ => new InMemoryFirewall("two"), "two"),
            blocking: static options => options.Responders.Add("one")
        );
        await host.Engine.ApplyAsync("one", SubjectOf("203.0.113.1"), TimeSpan.FromMinutes(30));
        await host.Engine.ApplyAsync("two", SubjectOf("203.0.113.2"), TimeSpan.FromMinutes(30));
        await host.Engine.DrainAsync();

        (await StatusOfAsync(host, "203.0.113.1")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusOfAsync(host, "203.0.113.2")).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("notifier", 0)]
    [InlineData("mark-in-inventory", 30)]
    public async Task Who_is_only_notified_about_is_not_refused(string executable, int minutes)
    {
        await using var host = await ApiHost.StartAsync(builder =>
            builder
                .UseConfig(Notifying(executable, TimeSpan.FromMinutes(minutes)))
                .AddResponder(static _ => new Notifier())
                .AddFirewall(static _ => new InMemoryFirewall("mark-in-inventory"), "mark-in-inventory")
                .ConfigureGuards(static guards => guards.BlockingNothing.Add("notify"))
        );

        await host.Engine.HandleAsync(
            new Alert
            {
                RuleId = 5712,
                Level = 10,
                SourceAddress = "203.0.113.9",
            }
        );
        await host.Engine.DrainAsync();

        var history = await host.Services.GetRequiredService<IResponseStore>().ListHistoryAsync(new HistoryQuery(), CancellationToken.None);
        history.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Applied);
        (await StatusOfAsync(host, "203.0.113.9")).Should().Be(HttpStatusCode.OK);
        await host.Services.GetRequiredService<BlockedSync>().CompareAsync(CancellationToken.None);
        (await StatusOfAsync(host, "203.0.113.9")).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_an_outcome_did_not_say_is_found_by_comparing()
    {
        await using var host = await ApiHost.StartAsync(static builder =>
            builder.AddFirewall(static _ => new InMemoryFirewall(), "memory-firewall")
        );
        await host.Engine.ApplyAsync("memory-firewall", SubjectOf("203.0.113.9"), TimeSpan.FromMinutes(30));
        await host.Engine.DrainAsync();
        var blocked = host.Services.GetRequiredService<BlockedAddresses>();
        blocked.Remove(PrefixOf("203.0.113.9"), "memory-firewall").Should().BeTrue();
        blocked.Add(PrefixOf("203.0.113.10"), "memory-firewall");
        await host.BlockAsync("203.0.113.11");

        await host.Services.GetRequiredService<BlockedSync>().CompareAsync(CancellationToken.None);

        (await StatusOfAsync(host, "203.0.113.9")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusOfAsync(host, "203.0.113.10")).Should().Be(HttpStatusCode.OK);
        (await StatusOfAsync(host, "203.0.113.11")).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Missed_outcomes_are_looked_for_at_once_also_after_many_intervals()
    {
        var interval = TimeSpan.FromSeconds(37);
        await using var host = await ApiHost.StartAsync(
            static builder => builder.AddFirewall(static _ => new InMemoryFirewall(), "memory-firewall"),
            blocking: options => options.CheckInterval = interval
        );
        await host.Engine.ApplyAsync("memory-firewall", SubjectOf("203.0.113.9"), TimeSpan.FromMinutes(30));
        await host.Engine.DrainAsync();
        var blocked = host.Services.GetRequiredService<BlockedAddresses>();
        for (var i = 0; i < 3; i++)
        {
            await host.Clock.TimerOf(interval);
            blocked.Remove(PrefixOf("203.0.113.9"), "memory-firewall").Should().BeTrue();
            host.Clock.Advance(interval);
            await Waiting.UntilAsync(() => Task.FromResult(blocked.Count == 1));
        }

        blocked.Remove(PrefixOf("203.0.113.9"), "memory-firewall").Should().BeTrue();
        host.Services.GetRequiredService<BlockedSync>().Missed();
        await Waiting.UntilAsync(() => Task.FromResult(blocked.Count == 1));
    }

    [Fact]
    public async Task A_header_that_anyone_can_send_neither_blocks_nor_frees()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BlockAsync("203.0.113.9");

        (await StatusOfAsync(host, "198.51.100.1", "203.0.113.9")).Should().Be(HttpStatusCode.OK);
        (await StatusOfAsync(host, "203.0.113.9", "198.51.100.1")).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Behind_a_known_proxy_the_forwarded_address_counts_and_from_anyone_else_it_does_not()
    {
        await using var host = await ApiHost.StartAsync(pipeline: static app =>
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Add(IPAddress.Parse("192.0.2.80"));
            app.UseForwardedHeaders(forwarded);
        });
        await host.BlockAsync("203.0.113.9");

        (await StatusOfAsync(host, "192.0.2.80", "203.0.113.9")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusOfAsync(host, "192.0.2.80", "198.51.100.1")).Should().Be(HttpStatusCode.OK);
        (await StatusOfAsync(host, "198.51.100.1", "203.0.113.9")).Should().Be(HttpStatusCode.OK);
        (await StatusOfAsync(host, "203.0.113.9", "198.51.100.1")).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_connection_can_be_cut_instead()
    {
        await using var host = await ApiHost.StartAsync(blocking: static options => options.AbortsConnection = true);
        await host.BlockAsync("203.0.113.9");

        var request = () => StatusOfAsync(host, "203.0.113.9");

        await request.Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task Options_out_of_range_fail_the_start()
    {
        var start = () => ApiHost.StartAsync(blocking: static options => options.CheckInterval = TimeSpan.Zero);

        await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>().WithMessage("*CheckInterval*");
    }

    private static async Task<HttpStatusCode> StatusOfAsync(ApiHost host, string from, string? forwardedFor = null)
    {
        using var client = host.ClientOf(null);
        client.DefaultRequestHeaders.Add(ApiHost.FromHeader, from);
        if (forwardedFor is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        }

        using var response = await client.GetAsync("/");
        return response.StatusCode;
    }

    private static Subject SubjectOf(string target) => Subject.Of(PrefixOf(target));

    private static AddressPrefix PrefixOf(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException(text);

    private static ActiveResponseConfig Notifying(string executable, TimeSpan timeout)
    {
        var command = new CommandDefinition
        {
            Name = "notify",
            Executable = executable,
            TimeoutAllowed = timeout > TimeSpan.Zero,
        };
        return new ActiveResponseConfig
        {
            Commands = [command],
            Responses =
            [
                new ResponseDefinition
                {
                    Name = "notify",
                    Command = command,
                    Locations = ResponseLocation.Local,
                    RuleIds = [5712],
                    Timeout = timeout,
                },
            ],
        };
    }

    private sealed class Notifier : IResponder
    {
        public string Name => "notifier";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ResponderResult.Applied());
    }
}
