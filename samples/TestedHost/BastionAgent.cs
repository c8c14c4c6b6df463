using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;

namespace TestedHost;

/// <summary>How the agent of this host is composed: the program and its tests share it, and differ in clock and file system only.</summary>
public static class BastionAgent
{
    public const string Config = "/etc/bastion/ossec.conf";

    public const string Alerts = "/var/log/bastion/alerts.json";

    /// <summary>While it exists nothing new is blocked.</summary>
    public const string StopFile = "/etc/bastion/stop";

    public static IServiceCollection AddBastionAgent(this IServiceCollection services)
    {
        services
            .AddActiveResponse()
            .UseOssecConfig(Config, reloadOnChange: true)
            .AddHostsDeny(executables: StockNames.AddressBlocking)
            .AddAlertFile(Alerts)
            .ConfigureGuards(static options => options.KillSwitchFile = StopFile);
        return services;
    }
}
