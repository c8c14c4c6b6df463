using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder
    .Services.AddActiveResponse()
    .UseOssecConfig(builder.Configuration["config"] ?? "ossec.conf")
    .AddHostsDeny(
        new HostsDenyOptions { File = Path.GetFullPath(builder.Configuration["hosts-deny"] ?? "hosts.deny") },
        StockNames.AddressBlocking
    )
    .AddAlertFile(builder.Configuration["alerts"] ?? "alerts.json");

await builder.Build().RunAsync();
