using System.Collections.Concurrent;
using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>A configuration file that changes under a running host.</summary>
public sealed class ConfigReloadTests : IAsyncLifetime
{
    private const string File = "/var/ossec/etc/ossec.conf";

    private readonly MockFileSystem _files = new();
    private readonly ManualClock _clock = new();
    private readonly RecordingResponder _responder = new("firewall-drop");
    private readonly RecordingLog _log = new();
    private ServiceProvider? _services;

    public ConfigReloadTests() => _files.AddDirectory("/var/ossec/etc");

    private ActiveResponseEngine Engine => _services!.GetRequiredService<ActiveResponseEngine>();

    private ConfigReloadService Service => _services!.GetServices<IHostedService>().OfType<ConfigReloadService>().Single();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_change_that_has_stood_for_two_looks_is_taken_and_blocks_stay()
    {
        await StartAsync(Xml(600));
        await Engine.HandleAsync(Some.Alert());
        await Engine.DrainAsync();
        Write(Xml(60));

        (await CheckAsync()).Should().BeFalse("it may still be being written");
        (await CheckAsync()).Should().BeTrue();
        (await CheckAsync()).Should().BeFalse("it is in force already");

        Engine.Config.Responses.Should().ContainSingle().Which.Name.Should().Be("drop60");
        (await Engine.ListAsync()).Should().ContainSingle().Which.Until.Should().Be(_clock.GetUtcNow() + TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task A_file_that_keeps_growing_is_not_taken_before_it_stands_still()
    {
        await StartAsync(Xml(600));
        var whole = Xml(60);
        for (var length = 20; length < whole.Length; length += 40)
        {
            Write(whole[..length]);
            (await CheckAsync()).Should().BeFalse();
        }

        Write(whole);
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeTrue();
        _log.Lines.Should().NotContain(static line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task A_half_written_file_that_stands_still_is_refused_with_every_problem_once()
    {
        await StartAsync(Xml(600));
        Write(Xml(60).Replace("<location>local</location>", "<location>nowhere</location><colour>red</colour>", StringComparison.Ordinal));
        for (var look = 0; look < 4; look++)
        {
            (await CheckAsync()).Should().BeFalse();
        }

        Engine.Config.Responses.Should().ContainSingle().Which.Name.Should().Be("drop600");
        _log.Lines.Where(static line => line.Level == LogLevel.Error)
            .Should()
            .HaveCount(3)
            .And.ContainSingle(static line => line.Text.Contains("the old one stays in force"))
            .And.ContainSingle(static line => line.Text.Contains("1230"))
            .And.ContainSingle(static line => line.Text.Contains("1302"));

        Write(Xml(60)[..^20]);
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeFalse();
        Write(Xml(30));
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeTrue();
        Engine.Config.Responses.Should().ContainSingle().Which.Name.Should().Be("drop30");
    }

    [Fact]
    public async Task A_change_that_keeps_length_and_time_stamp_is_seen()
    {
        await StartAsync(Xml(600));
        var stamp = _files.File.GetLastWriteTimeUtc(File);
        Write(Xml(601));
        _files.File.SetLastWriteTimeUtc(File, stamp);
        await CheckAsync();
        (await CheckAsync()).Should().BeTrue();
        Engine.Config.Responses[0].Name.Should().Be("drop601");
    }

    [Fact]
    public async Task A_file_that_is_replaced_by_renaming_or_gone_for_a_while_is_no_problem()
    {
        await StartAsync(Xml(600));
        _files.File.Delete(File);
        (await CheckAsync()).Should().BeFalse();
        Write(Xml(600), File + ".new");
        _files.File.Move(File + ".new", File);
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeFalse();
        _log.Lines.Should().NotContain(static line => line.Level == LogLevel.Error);

        _files.File.Delete(File);
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeFalse();
        Engine.Config.Responses[0].Name.Should().Be("drop600");
        _log.Lines.Should().ContainSingle(static line => line.Level == LogLevel.Error && line.Text.Contains("no such file"));
    }

    [Fact]
    public async Task Warnings_of_a_change_are_told()
    {
        await StartAsync(Xml(600));
        Write(Xml(60).Replace("<level>6</level>", "<level>17</level>", StringComparison.Ordinal));
        await CheckAsync();
        (await CheckAsync()).Should().BeTrue();
        _log.Lines.Should().ContainSingle(static line => line.Level == LogLevel.Warning && line.Text.Contains("level-never-fires"));
    }

    [Fact]
    public async Task The_host_looks_every_two_seconds_of_the_clock()
    {
        Write(Xml(600));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IFileSystem>(_files);
        builder.Services.AddActiveResponse().UseOssecConfig(File, ConfigDialect.Ossec, reloadOnChange: true).AddResponder(_ => _responder);
        using var host = builder.Build();
        await host.StartAsync();
        var engine = host.Services.GetRequiredService<ActiveResponseEngine>();
        await Until.TrueAsync(() => _clock.PendingTimers > 0);
        Write(Xml(60));
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            return engine.Config.Responses[0].Name == "drop60";
        });
        await host.StopAsync();
    }

    [Fact]
    public async Task Without_being_asked_for_nothing_is_reloaded()
    {
        await StartAsync(Xml(600), static (builder, file) => builder.UseOssecConfig(file, ConfigDialect.Ossec));
        _services!.GetServices<IHostedService>().OfType<ConfigReloadService>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_later_configuration_in_code_ends_the_watch()
    {
        await StartAsync(
            Xml(600),
            static (builder, file) =>
                builder.UseOssecConfig(file, ConfigDialect.Ossec, reloadOnChange: true).UseConfig(ActiveResponseConfig.Empty)
        );
        Write(Xml(60));
        (await CheckAsync()).Should().BeFalse();
        (await CheckAsync()).Should().BeFalse();
        Engine.Config.Responses.Should().BeEmpty();
    }

    private static string Xml(int seconds) =>
        $"""
            <ossec_config>
              <command><name>drop</name><executable>firewall-drop</executable>
              <expect>srcip</expect><timeout_allowed>yes</timeout_allowed></command>
              <active-response><command>drop</command><location>local</location>
              <level>6</level><timeout>{seconds}</timeout></active-response>
            </ossec_config>
            """;

    private void Write(string text, string? file = null) => _files.File.WriteAllText(file ?? File, text);

    private Task<bool> CheckAsync() => Service.CheckAsync(CancellationToken.None);

    private async Task StartAsync(string xml, Action<ActiveResponseBuilder, string>? configure = null)
    {
        Write(xml);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock).AddSingleton<IFileSystem>(_files);
        services.AddLogging(logging => logging.AddProvider(_log));
        var builder = services.AddActiveResponse().AddResponder(_ => _responder);
        (configure ?? (static (active, file) => active.UseOssecConfig(file, ConfigDialect.Ossec, reloadOnChange: true)))(builder, File);
        _services = services.BuildServiceProvider();
        await Engine.StartAsync();
    }
}
