using ActiveResponse;
using ActiveResponse.Alerts;
using ActiveResponse.DependencyInjection;
using ComposedHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Everything by hand: configuration from appsettings.json, a responder, a guard and an observer of our own.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
var ended = new TaskCompletionSource();
builder
    .Services.AddActiveResponse()
    .UseConfig(builder.Configuration.GetSection("ActiveResponse"))
    .ConfigureExecution(options => options.Deadline = TimeSpan.FromSeconds(5))
    .AddResponder<Quarantine>()
    .AddGuard(_ => new BusinessPartners())
    .AddObserver(_ => new ConsoleReport(ended));

using var host = builder.Build();
await host.StartAsync();
var engine = host.Services.GetRequiredService<ActiveResponseEngine>();
foreach (
    var (source, level) in new[] { ("203.0.113.7", 10), ("203.0.113.7", 12), ("192.0.2.5", 10), ("198.51.100.1", 10), ("203.0.113.8", 3) }
)
{
    var plan = await engine.HandleAsync(
        new Alert
        {
            Id = $"{source}.{level}",
            RuleId = 5712,
            Level = level,
            SourceAddress = source,
        }
    );
    Console.WriteLine(
        $"alert of level {level} from {source}: {(plan.Responses.IsEmpty ? "nothing fires" : "fires " + plan.Responses[0].Response.Name)}"
    );
}

await ended.Task;
await host.StopAsync();
