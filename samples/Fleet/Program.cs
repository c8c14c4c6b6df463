using System.Globalization;
using System.Net;
using ActiveResponse;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Nats;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using FleetSample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

switch (args)
{
    case ["keys", var folder, .. var ids]:
        Keys.Write(folder, ids);
        return 0;
    case ["agent", var url, var credentials]:
        await AgentAsync(url, Keys.Read(credentials), Path.ChangeExtension(Path.GetFullPath(credentials), null));
        return 0;
    case ["issuer", var url, var credentials, var attacker, var count]
        when IPAddress.TryParse(attacker, out _) && int.TryParse(count, CultureInfo.InvariantCulture, out var agents):
        return await IssueAsync(url, Keys.Read(credentials), attacker, agents);
    default:
        await Console.Error.WriteLineAsync("Fleet keys FOLDER AGENT… | agent URL CREDENTIALS | issuer URL CREDENTIALS ADDRESS COUNT");
        return 2;
}

// An agent: carries out what an issuer orders, in a file of TCP wrappers of its own. Its store keeps blocks and positions.
static async Task AgentAsync(string url, FleetCredentials credentials, string files)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder
        .Services.AddActiveResponse()
        .UseNatsFleet(new NatsFleetOptions { Url = url, Credentials = credentials })
        .UseSqliteStore($"{files}.db")
        .AddHostsDeny(new HostsDenyOptions { File = $"{files}.hosts.deny" }, StockNames.AddressBlocking)
        .AddObserver(_ => new ConsoleReport());
    using var host = builder.Build();
    await host.StartAsync();
    Console.WriteLine($"agent {credentials.AgentId} is there");
    await host.WaitForShutdownAsync();
}

// The issuer: once so many agents have reported, an alert fires a response for all agents; it ends once they have reported the
// outcome of the order.
static async Task<int> IssueAsync(string url, FleetCredentials credentials, string attacker, int agents)
{
    var report = new ConsoleReport();
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder
        .Services.AddActiveResponse()
        .UseNatsFleet(new NatsFleetOptions { Url = url, Credentials = credentials })
        .UseConfig(Responses.All)
        .AddObserver(_ => report);
    using var host = builder.Build();
    await host.StartAsync();
    using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
    while (host.Services.GetRequiredService<NatsFleet>().ListAgents().Length < agents)
    {
        await poll.WaitForNextTickAsync();
    }

    await host
        .Services.GetRequiredService<ActiveResponseEngine>()
        .HandleAsync(
            new Alert
            {
                Id = $"sample.{attacker}",
                RuleId = 5712,
                Level = 10,
                SourceAddress = attacker,
            }
        );
    var isAnswered = await report.WhenAnsweredAsync();
    await host.StopAsync();
    return isAnswered ? 0 : 1;
}
