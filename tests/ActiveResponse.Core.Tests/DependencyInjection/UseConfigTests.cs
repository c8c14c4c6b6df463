using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.DependencyInjection;

public sealed class UseConfigTests
{
    [Fact]
    public async Task A_host_runs_by_its_appsettings()
    {
        await using var services = Services(
            """
            { "ActiveResponse": {
              "AllowList": ["203.0.113.1"],
              "Commands": [ { "Name": "drop", "Executable": "firewall-drop", "TimeoutAllowed": true } ],
              "Responses": [ { "Command": "drop", "Location": "local", "Level": 6, "Timeout": "00:10:00" } ] } }
            """
        );
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.HandleAsync(Some.Alert());
        await engine.HandleAsync(Some.Alert("203.0.113.1"));
        await engine.DrainAsync();
        (await engine.ListAsync()).Should().ContainSingle().Which.Key.Subject.Should().Be(Some.Address("203.0.113.9"));
        services
            .GetRequiredService<RecordingObserver>()
            .Actions.Select(static action => action.Outcome)
            .Should()
            .BeEquivalentTo([ActionOutcome.Applied, ActionOutcome.Refused]);
    }

    [Fact]
    public async Task Errors_stop_the_host_with_all_of_them_by_key()
    {
        await using var services = Services(
            """{ "ActiveResponse": { "Disabled": "maybe", "Responses": [ { "Command": "drop", "Location": "local", "Level": 6 } ] } }"""
        );
        services
            .Invoking(static provider => provider.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<InvalidConfigurationException>()
            .WithMessage("*ActiveResponse:Disabled: error*ActiveResponse:Responses:0:Command: error 1303*")
            .Which.Problems.Should()
            .HaveCount(2);
    }

    private static ServiceProvider Services(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualClock());
        services.AddSingleton<RecordingObserver>();
        services
            .AddActiveResponse()
            .UseConfig(configuration.GetSection("ActiveResponse"))
            .AddResponder(static _ => new RecordingResponder("firewall-drop"))
            .AddObserver(static provider => provider.GetRequiredService<RecordingObserver>());
        return services.BuildServiceProvider();
    }
}
