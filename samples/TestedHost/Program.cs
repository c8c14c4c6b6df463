using Microsoft.Extensions.Hosting;
using TestedHost;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddBastionAgent();
await builder.Build().RunAsync();
