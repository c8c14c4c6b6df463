using System.Runtime.Versioning;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>A configuration file that others can write.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ConfigTrustTests : IDisposable
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Xml = """
        <ossec_config>
          <command><name>drop</name><executable>firewall-drop</executable>
          <expect>srcip</expect><timeout_allowed>yes</timeout_allowed></command>
          <active-response><command>drop</command><location>local</location><level>6</level><timeout>600</timeout></active-response>
        </ossec_config>
        """;

    private readonly string _folder;
    private readonly string _file;
    private readonly LogLines _log = new();

    public ConfigTrustTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes are Unix's");
        _folder = Directory.CreateTempSubdirectory("active-response-test-").FullName;
        _file = Path.Combine(_folder, "ossec.conf");
        File.WriteAllText(_file, Xml);
        File.SetUnixFileMode(_file, Ours);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Stops_the_start_with_the_file_its_mode_and_the_remedy()
    {
        File.SetUnixFileMode(_file, Ours | UnixFileMode.OtherWrite);
        await using var services = Services(dryRun: false);
        services
            .Invoking(static provider => provider.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<InvalidConfigurationException>()
            .Which.Message.Should()
            .Contain("config-writable")
            .And.Contain(_file)
            .And.Contain("mode 602")
            .And.Contain("chmod go-w");
    }

    [Fact]
    public async Task Stops_a_dry_run_too_which_would_end_otherwise_than_the_real_one()
    {
        File.SetUnixFileMode(_file, Ours | UnixFileMode.OtherWrite);
        await using var services = Services(dryRun: true);
        services
            .Invoking(static provider => provider.GetRequiredService<ActiveResponseEngine>())
            .Should()
            .Throw<InvalidConfigurationException>()
            .Which.Message.Should()
            .Contain("config-writable");
    }

    [Fact]
    public async Task Is_not_put_in_force_on_reload_until_it_is_mended()
    {
        await using var services = Services(dryRun: false);
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        var service = services.GetServices<IHostedService>().OfType<ConfigReloadService>().Single();
        File.WriteAllText(_file, Xml.Replace("600", "60", StringComparison.Ordinal));
        File.SetUnixFileMode(_file, Ours | UnixFileMode.OtherWrite);
        for (var look = 0; look < 4; look++)
        {
            (await service.CheckAsync(CancellationToken.None)).Should().BeFalse();
        }

        engine.Config.Responses[0].Name.Should().Be("drop600");
        _log.Of(109).Should().Be(1);
        _log.All.Should().ContainSingle(line => line.StartsWith("108 Error") && line.Contains("config-writable"));

        File.SetUnixFileMode(_file, Ours);
        (await service.CheckAsync(CancellationToken.None)).Should().BeFalse();
        (await service.CheckAsync(CancellationToken.None)).Should().BeTrue();
        engine.Config.Responses[0].Name.Should().Be("drop60");
    }

    [Fact]
    public void A_reader_asked_for_it_refuses_and_one_that_only_reads_does_not()
    {
        File.SetUnixFileMode(_file, Ours | UnixFileMode.OtherWrite);
        var reader = new ConfigFileReader(new System.IO.Abstractions.FileSystem(), new OssecConfigParser());
        reader.Read(_file, new ConfigParseOptions()).HasErrors.Should().BeFalse();
        var refused = reader.ReadTrusted(_file, new ConfigParseOptions());
        refused.HasErrors.Should().BeTrue();
        refused.Config.Responses.Should().BeEmpty();
        File.SetUnixFileMode(_file, Ours);
        reader.ReadTrusted(_file, new ConfigParseOptions()).HasErrors.Should().BeFalse();
        reader
            .ReadTrusted(_file + ".absent", new ConfigParseOptions())
            .Problems.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("no such file");
    }

    [Fact]
    public void A_group_without_others_is_worth_a_warning()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && ActiveResponse.Platform.PrivateGroup.IsOf(0, 0),
            "takes root with a private group"
        );
        File.SetUnixFileMode(_file, Ours | UnixFileMode.GroupWrite);
        var result = new ConfigFileReader(new System.IO.Abstractions.FileSystem(), new OssecConfigParser()).ReadTrusted(
            _file,
            new ConfigParseOptions()
        );
        result.HasErrors.Should().BeFalse();
        result
            .Problems.Should()
            .ContainSingle(static problem => problem.Code == "config-group-writable")
            .Which.Severity.Should()
            .Be(ConfigSeverity.Warning);
    }

    private ServiceProvider Services(bool dryRun)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualClock());
        services.AddLogging(logging => logging.AddProvider(_log));
        services
            .AddActiveResponse()
            .ConfigureExecution(options => options.DryRun = dryRun)
            .AddResponder(static _ => new RecordingResponder("firewall-drop"))
            .UseOssecConfig(_file, ConfigDialect.Ossec, reloadOnChange: true);
        return services.BuildServiceProvider();
    }
}
