using ActiveResponse.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
#if (!stock)
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
#endif

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });

// Paths are meant from the folder of the program; appsettings.json, the environment and the command line may change them
// (--State=/var/lib/my-agent/state.db).
string At(string name) => Path.GetFullPath(builder.Configuration[name]!, AppContext.BaseDirectory);

builder
    .Services.AddActiveResponse()
    .UseOssecConfig(At("Config"))
    .UseSqliteStore(At("State"))
#if (stock)
    .AddStockResponders()
#else
    .AddHostsDeny(new HostsDenyOptions { File = At("HostsDeny") }, StockNames.AddressBlocking)
#endif
    .AddAlertFile(At("Alerts"));

await builder.Build().RunAsync();
