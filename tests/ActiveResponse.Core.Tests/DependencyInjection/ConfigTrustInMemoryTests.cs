using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Platform;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>What the engine does with a file that others can write, whatever says that they can.</summary>
public sealed class ConfigTrustInMemoryTests
{
    private const string Config = "/var/ossec/etc/ossec.conf";
    private const string Xml = """
        <ossec_config>
          <command><name>drop</name><executable>firewall-drop</executable>
          <expect>srcip</expect><timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>drop</command><location>local</location><level>6</level><timeout>600</timeout></active-response>
        </ossec_config>
        """;

    private readonly MockFileSystem _files = new(new Dictionary<string, MockFileData> { [Config] = new(Xml) });
    private readonly FakeNativeFiles _native;
    private readonly LogLines _log = new();

    public ConfigTrustInMemoryTests() => _native = new FakeNativeFiles(_files);

    [Fact]
    public async Task Stops_the_start_and_says_why()
    {
        _native.SetTrust(Config, new FileTrust("everybody can write it") { InstallationProblem = "it is open" });
        await using var services = Services();

        services
            .Invoking(static provider => provider.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<InvalidConfigurationException>()
            .Which.Message.Should()
            .Contain("config-writable")
            .And.Contain("everybody can write it")
            .And.Contain("it is open");
    }

    [Fact]
    public async Task Is_not_put_in_force_on_reload_until_it_is_mended()
    {
        await using var services = Services();
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        var service = services.GetServices<IHostedService>().OfType<ConfigReloadService>().Single();
        _files.File.WriteAllText(Config, Xml.Replace("600", "60", StringComparison.Ordinal));
        _native.SetTrust(Config, new FileTrust("everybody can write it"));
        for (var look = 0; look < 4; look++)
        {
            (await service.CheckAsync(CancellationToken.None)).Should().BeFalse();
        }

        engine.Config.Responses[0].Name.Should().Be("drop600");
        _log.Of(109).Should().Be(1);

        _native.SetTrust(Config, new FileTrust());
        (await service.CheckAsync(CancellationToken.None)).Should().BeFalse();
        (await service.CheckAsync(CancellationToken.None)).Should().BeTrue();
        engine.Config.Responses[0].Name.Should().Be("drop60");
    }

    [Fact]
    public async Task Remarks_are_logged()
    {
        _native.SetTrust(Config, new FileTrust(null, "its group can write it", "the service account can write it"));
        await using var services = Services();

        await services.GetRequiredService<ActiveResponseEngine>().StartAsync();

        _log.All.Should()
            .Contain(static line => line.Contains("config-group-writable"))
            .And.Contain(static line => line.Contains("config-service-account"));
    }

    [Fact]
    public async Task A_kill_switch_where_others_could_make_it_stops_the_start()
    {
        _native.SetTrust("/run/open", new FileTrust("everybody can write it"));
        await using var services = Services(static builder =>
            builder.ConfigureGuards(static options => options.KillSwitchFile = "/run/open/stop")
        );

        await services
            .Awaiting(static provider => provider.GetRequiredService<ActiveResponseEngine>().StartAsync())
            .Should()
            .ThrowAsync<OptionsValidationException>()
            .WithMessage("*others could make it: everybody can write it*");
    }

    private ServiceProvider Services(Action<ActiveResponseBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualClock());
        services.AddLogging(logging => logging.AddProvider(_log));
        var builder = services
            .AddActiveResponse()
            .UseFileSystem(_files, _native)
            .AddResponder(static _ => new RecordingResponder("firewall-drop"))
            .UseOssecConfig(Config, ConfigDialect.Ossec, reloadOnChange: true);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
