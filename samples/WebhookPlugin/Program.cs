using ActiveResponse;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using Microsoft.Extensions.DependencyInjection;
using WebhookPlugin;

// A service to talk to, and an engine whose only responder is the plug-in.
await using var service = new LocalService();
var services = new ServiceCollection();
services.AddSingleton(LocalService.Client());
services
    .AddActiveResponse()
    .AddWebhook(new WebhookOptions { Block = new Uri(service.Address, "block"), Unblock = new Uri(service.Address, "unblock") });
await using var provider = services.BuildServiceProvider();
var engine = provider.GetRequiredService<ActiveResponseEngine>();
await engine.StartAsync();

AddressPrefix.TryParse("203.0.113.9", out var attacker);
var applied = await engine.ApplyAsync("webhook", Subject.Of(attacker), TimeSpan.FromMinutes(10));
Console.WriteLine($"{applied.Outcome}: the service blocks {string.Join(", ", service.Blocked)}");

foreach (var lifted in await engine.LiftAsync(Subject.Of(attacker)))
{
    Console.WriteLine($"{lifted.Outcome}: the service blocks {string.Join(", ", service.Blocked.DefaultIfEmpty("nobody"))}");
}

await engine.StopAsync();
