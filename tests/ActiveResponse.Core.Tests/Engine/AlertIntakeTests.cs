using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.Tests.Engine;

public sealed class AlertIntakeTests
{
    private const string Alert = """{"rule":{"level":10,"id":"5712","groups":[]},"id":"1.1","data":{"srcip":"203.0.113.1"}}""";

    private readonly RecordingResponder _responder = new("firewall-drop");

    [Fact]
    public async Task Mixed_lines_of_both_layouts_are_told_apart_one_by_one()
    {
        await using var services = Services();
        var source = Source(
            """{"rule":{"level":10,"id":"5712","groups":["sshd"]},"id":"1.1","agent":{"id":"000"},"data":{"srcip":"203.0.113.1"}}""",
            """{"rule":{"level":10,"sidid":5712,"group":"syslog,sshd,"},"id":"1.2","srcip":"203.0.113.2","location":"/var/log/auth.log"}""",
            "not an alert",
            """{"rule":{"level":3,"id":"5715","groups":["sshd"]},"id":"1.3","data":{"srcip":"203.0.113.3"}}"""
        );
        await services.GetRequiredService<ActiveResponseEngine>().StartAsync();
        await services.GetRequiredService<AlertIntake>().RunAsync(source, "test");
        await services.GetRequiredService<ActiveResponseEngine>().DrainAsync();

        _responder.Calls.Should().BeEquivalentTo("add 203.0.113.1", "add 203.0.113.2");
        source.Statistics.Lines.Should().Be(4);
        source.Statistics.Alerts.Should().Be(3);
        source.Statistics.Skipped.Should().Be(1);
    }

    [Fact]
    public async Task A_host_follows_its_alert_file_and_lifts_when_it_stops()
    {
        var folder = Directory.CreateTempSubdirectory("active-response-test-");
        try
        {
            var alerts = Path.Combine(folder.FullName, "alerts.json");
            await File.WriteAllTextAsync(
                alerts,
                """{"rule":{"level":10,"id":"5712","groups":[]},"id":"1.1","data":{"srcip":"203.0.113.1"}}""" + "\n"
            );
            var config = Path.Combine(folder.FullName, "ossec.conf");
            await File.WriteAllTextAsync(
                config,
                """
                <ossec_config>
                  <command><name>fw</name><executable>firewall-drop</executable><timeout_allowed>yes</timeout_allowed></command>
                  <active-response><command>fw</command><location>local</location><level>6</level><timeout>600</timeout></active-response>
                </ossec_config>
                """
            );
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder
                .Services.AddActiveResponse()
                .UseOssecConfig(config)
                .AddResponder(_ => _responder)
                .AddAlertFile(alerts, new AlertFileOptions { FromStart = true });
            using var host = builder.Build();
            await host.StartAsync();
            await Until.TrueAsync(() => _responder.Calls.Count == 1);
            await host.StopAsync();
            _responder.Calls.Should().Equal("add 203.0.113.1", "delete 203.0.113.1");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Alerts_wait_for_no_observer()
    {
        const int Count = 500;
        var slow = new SlowObserver();
        await using var services = Services(slow, static options => (options.DryRun, options.ObserverQueueCapacity) = (true, 100));
        var source = Source([.. Enumerable.Repeat(Alert, Count)]);
        await services.GetRequiredService<ActiveResponseEngine>().StartAsync();

        await services.GetRequiredService<AlertIntake>().RunAsync(source, "test");

        source.Statistics.Alerts.Should().Be(Count);
        slow.Go();
        await services.GetRequiredService<ActiveResponseEngine>().DrainAsync();
        slow.Told.Should().BeInRange(100, 101, "what it was too slow for is dropped for it");
    }

    [Fact]
    public void A_configuration_with_errors_stops_the_host_with_all_of_them()
    {
        var folder = Directory.CreateTempSubdirectory("active-response-test-");
        try
        {
            var config = Path.Combine(folder.FullName, "ossec.conf");
            File.WriteAllText(
                config,
                "<ossec_config><active-response><command>nowhere</command><location>local</location></active-response></ossec_config>"
            );
            var services = new ServiceCollection();
            services.AddActiveResponse().UseOssecConfig(config);
            using var provider = services.BuildServiceProvider();
            provider
                .Invoking(static p => p.GetRequiredService<ActiveResponseEngine>())
                .Should()
                .Throw<InvalidConfigurationException>()
                .WithMessage($"*{config}:1:*1303*")
                .Which.Problems.Should()
                .NotBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AlertStreamReader Source(params string[] lines) =>
        new(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));

    private ServiceProvider Services(IResponseObserver? observer = null, Action<ExecutionOptions>? execution = null)
    {
        var services = new ServiceCollection();
        var builder = services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [Some.Response()] })
            .AddResponder(_ => _responder)
            .ConfigureExecution(execution ?? (static _ => { }));
        if (observer is not null)
        {
            builder.AddObserver(_ => observer);
        }

        return services.BuildServiceProvider();
    }

    private sealed class SlowObserver : IResponseObserver
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Told { get; private set; }

        public void Go() => _go.SetResult();

        public async ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
        {
            await _go.Task;
            Told++;
        }
    }
}
