using ActiveResponse;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

// One rule, one firewall, one alert; time is moved by hand, so ten minutes pass at once.
var command = new CommandDefinition
{
    Name = "firewall-drop",
    Executable = "firewall-drop",
    TimeoutAllowed = true,
};
var response = new ResponseDefinition
{
    Name = "firewall-drop600",
    Command = command,
    Locations = ResponseLocation.Local,
    Level = 6,
    Timeout = TimeSpan.FromMinutes(10),
};
var (firewall, clock, observer) = (new InMemoryFirewall(), new ManualClock(), new RecordingObserver());
var services = new ServiceCollection();
services.AddSingleton<TimeProvider>(clock);
services
    .AddActiveResponse()
    .UseConfig(new ActiveResponseConfig { Commands = [command], Responses = [response] })
    .AddFirewall(_ => firewall, StockNames.AddressBlocking)
    .AddObserver(_ => observer);

await using var provider = services.BuildServiceProvider();
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
var blocked = firewall.Entries.Count;
clock.Advance(TimeSpan.FromMinutes(10));
await engine.DrainAsync();
await engine.StopAsync();

foreach (var action in observer.Actions)
{
    Console.WriteLine(
        $"{(action.Outcome == ActionOutcome.Lifted ? "lifted" : action.Outcome.ToString().ToLowerInvariant())} {action.Order.Subject}"
    );
}

return blocked == 1 && firewall.Entries.Count == 0 ? 0 : 1;
