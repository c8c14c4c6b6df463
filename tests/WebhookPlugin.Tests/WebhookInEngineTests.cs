using ActiveResponse;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookPlugin.Tests;

/// <summary>From an alert to the web service and back, with a configuration that names the plug-in.</summary>
public sealed class WebhookInEngineTests
{
    [Fact]
    public async Task An_alert_blocks_and_the_timeout_unblocks()
    {
        await using var service = new LocalService();
        var clock = new ManualClock();
        var observer = new RecordingObserver();
        await using var provider = Compose(service, clock, observer);
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        await engine.HandleAsync(
            new Alert
            {
                Id = "1754300000.1",
                RuleId = 5712,
                Level = 10,
                SourceAddress = "203.0.113.9",
            }
        );
        await engine.DrainAsync();
        service.Blocked.Should().Equal("203.0.113.9");

        clock.Advance(TimeSpan.FromMinutes(10));
        await engine.DrainAsync();
        service.Blocked.Should().BeEmpty();
        observer.Actions.Select(static action => action.Outcome).Should().Equal(ActionOutcome.Applied, ActionOutcome.Lifted);
    }

    private static ServiceProvider Compose(LocalService service, TimeProvider clock, RecordingObserver observer)
    {
        var command = new CommandDefinition
        {
            Name = "edge",
            Executable = "webhook.sh",
            TimeoutAllowed = true,
        };
        var response = new ResponseDefinition
        {
            Name = "edge600",
            Command = command,
            Locations = ResponseLocation.Local,
            Level = 6,
            Timeout = TimeSpan.FromMinutes(10),
        };
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton(LocalService.Client());
        services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Commands = [command], Responses = [response] })
            .AddWebhook(
                new WebhookOptions { Block = new Uri(service.Address, "block"), Unblock = new Uri(service.Address, "unblock") },
                "webhook.sh"
            )
            .AddObserver(_ => observer);
        return services.BuildServiceProvider();
    }
}
