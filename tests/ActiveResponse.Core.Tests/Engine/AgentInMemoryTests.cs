using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ActiveResponse.Tests.Engine;

/// <summary>A whole agent over files in memory and the fake clock that hosts have in their own tests.</summary>
public sealed class AgentInMemoryTests
{
    private const string Config = "/var/ossec/etc/ossec.conf";
    private const string Alerts = "/var/ossec/logs/alerts/alerts.json";
    private const string Deny = "/etc/hosts.deny";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_blocks_and_lifts_without_a_disk(bool byBuilder)
    {
        var files = new MockFileSystem(
            new Dictionary<string, MockFileData>
            {
                [Config] = new(
                    """
                    <ossec_config>
                      <command><name>drop</name><executable>firewall-drop</executable>
                      <expect>srcip</expect><timeout_allowed>yes</timeout_allowed></command>
                      <active-response><command>drop</command><location>local</location>
                      <level>6</level><timeout>600</timeout></active-response>
                    </ossec_config>
                    """
                ),
                [Alerts] = new(
                    """{"rule":{"level":10,"id":"5712"},"agent":{"id":"000"},"id":"1785554016.1","data":{"srcip":"203.0.113.9"}}""" + "\n"
                ),
                [Deny] = new("# mine\n"),
            }
        );
        var (clock, observer) = (new FakeTimeProvider(), new RecordingObserver());
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(clock);
        var active = builder
            .Services.AddActiveResponse()
            .UseOssecConfig(Config, ConfigDialect.Ossec)
            .AddHostsDeny(executables: StockNames.AddressBlocking)
            .AddAlertFile(Alerts, new AlertFileOptions { FromStart = true })
            .AddObserver(_ => observer);
        _ = byBuilder ? active.UseFileSystem(files).Services : builder.Services.AddSingleton<IFileSystem>(files);
        using var host = builder.Build();
        await host.StartAsync();

        await observer.FirstAsync(static action => action.Outcome == ActionOutcome.Applied).WaitAsync(TimeSpan.FromMinutes(2));
        files.File.ReadAllText(Deny).Should().Be("# active-response until 2000-01-01T00:10:00Z for 203.0.113.9\nALL:203.0.113.9\n# mine\n");

        clock.Advance(TimeSpan.FromMinutes(10));
        await observer.FirstAsync(static action => action.Outcome == ActionOutcome.Lifted).WaitAsync(TimeSpan.FromMinutes(2));
        files.File.ReadAllText(Deny).Should().Be("# mine\n");
        await host.StopAsync();
    }
}
