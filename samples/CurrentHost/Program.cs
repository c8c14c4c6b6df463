using System.IO.Abstractions;
using ActiveResponse;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using Serilog;

// A host with a log, metrics, files and a store of its choice: one alert blocks, the host stops and starts again, and the block is still in
// place.
var folder = Directory.CreateTempSubdirectory("current-host").FullName;
var deny = Path.Combine(folder, "hosts.deny");
await File.WriteAllTextAsync(deny, "");
var metrics = new List<Metric>();
try
{
    using (var host = Compose())
    {
        await host.StartAsync();
        var engine = host.Services.GetRequiredService<ActiveResponseEngine>();
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
        var echo = await host
            .Services.GetRequiredService<ICommandRunner>()
            .RunAsync(new CommandInvocation("echo", "started by", "the default runner"), CancellationToken.None);
        Console.WriteLine(echo.OutputText.TrimEnd());
        await host.StopAsync();
    }

    using var again = Compose();
    await again.StartAsync();
    var blocked = (await File.ReadAllTextAsync(deny)).Contains("203.0.113.9", StringComparison.Ordinal);
    await again.StopAsync();
    var measured = metrics.Exists(static metric => metric.MeterName == ActiveResponseDiagnostics.MeterName);
    Console.WriteLine($"blocked 203.0.113.9: {blocked}; metrics: {measured}");
    return blocked && measured ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

IHost Compose()
{
    var command = new CommandDefinition
    {
        Name = "host-deny",
        Executable = "host-deny",
        TimeoutAllowed = true,
    };
    var response = new ResponseDefinition
    {
        Name = "host-deny600",
        Command = command,
        Locations = ResponseLocation.Local,
        Level = 6,
        Timeout = TimeSpan.FromMinutes(10),
    };
    var builder = Host.CreateEmptyApplicationBuilder(null);
    builder.Services.AddSerilog(new LoggerConfiguration().WriteTo.Console().CreateLogger(), dispose: true);
    builder.Services.AddOpenTelemetry().WithMetrics(all => all.AddMeter(ActiveResponseDiagnostics.MeterName).AddInMemoryExporter(metrics));
    builder.Services.AddSingleton<IFileSystem>(new FileSystem());
    builder
        .Services.AddActiveResponse()
        .UseConfig(new ActiveResponseConfig { Commands = [command], Responses = [response] })
        .UseSqliteStore(Path.Combine(folder, "state.db"))
        .AddHostsDeny(new HostsDenyOptions { File = deny }, "host-deny");
    return builder.Build();
}
