using System.Net;
using ActiveResponse.DependencyInjection;
using Microsoft.AspNetCore.Authorization;

var builder = WebApplication.CreateBuilder(args);

// Another site's name that is pointed at this address would make its pages count as of this machine.
builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
builder
    .Services.AddActiveResponse()
    .UseOssecConfig(builder.Configuration["config"] ?? "ossec.conf")
    .AddAlertFile(builder.Configuration["alerts"] ?? "alerts.json")
    .AddInAppBlocking()
    .AddHttpApi();
builder.Services.AddHealthChecks().AddActiveResponseChecks();

// Whoever is on this machine may do everything; a real app asks for its own users and roles.
builder.Services.AddAuthorizationBuilder().AddPolicy("operators", static policy => policy.RequireAssertion(IsOfThisMachine));

var app = builder.Build();
app.UseActiveResponseBlocking();
app.MapGet("/", static () => "Hello.\n");
app.MapHealthChecks("/health");
app.MapActiveResponse(configure: static options => (options.ReadPolicy, options.ChangePolicy) = ("operators", "operators"));
app.MapActiveResponseDashboard();
await app.RunAsync();

static bool IsOfThisMachine(AuthorizationHandlerContext context) =>
    context.Resource is HttpContext { Connection.RemoteIpAddress: { } address } && IPAddress.IsLoopback(address);
