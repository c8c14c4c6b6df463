using System.IO.Abstractions;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Keyed;
using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Scripts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>The parts that come with the library: configuration files, scripts, and the built-in responders.</summary>
public static partial class ActiveResponseBuilderExtensions
{
    /// <summary>Reads the configuration from an <c>ossec.conf</c> when the host starts. Its warnings go to the log.</summary>
    /// <remarks>
    /// Reloading looks at the file every two seconds and takes a change that has stood for two looks and has no errors. A changed file with
    /// errors is logged, with every problem, and the old configuration stays in force. What is in place stays: see
    /// <see cref="ActiveResponseEngine.ReloadAsync"/>. A file that others could change is an error, in a dry run too: see
    /// <see cref="ConfigFileReader.ReadTrusted"/>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file.</param>
    /// <param name="dialect">Whose rules it is read by. Default: Wazuh.</param>
    /// <param name="reloadOnChange">Whether the file is read again when it changes while the host runs. Default: no.</param>
    /// <param name="installation">The folder of the OSSEC or Wazuh the file belongs to, whose service account may write it. Default:
    /// none.</param>
    /// <exception cref="InvalidConfigurationException">At start: the file has errors, all of which the message lists.</exception>
    public static ActiveResponseBuilder UseOssecConfig(
        this ActiveResponseBuilder builder,
        string path,
        ConfigDialect dialect = ConfigDialect.Wazuh,
        bool reloadOnChange = false,
        string? installation = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        builder.UseConfig(static provider => provider.GetRequiredService<ConfigFileSource>().Load());
        builder.Services.AddSingleton(provider => new ConfigFileSource(
            path,
            new ConfigParseOptions
            {
                Dialect = dialect,
                FileName = path,
                Installation = installation,
            },
            reloadOnChange,
            new ConfigFileReader(
                provider.GetRequiredService<IFileSystem>(),
                provider.GetRequiredService<IConfigParser>(),
                provider.GetRequiredService<INativeFiles>()
            ),
            provider.GetRequiredService<ILogger<ActiveResponseEngine>>()
        ));
        if (reloadOnChange)
        {
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConfigReloadService>());
        }

        return builder;
    }

    /// <summary>Reads the configuration from keys, e.g. of an <c>appsettings.json</c>, when the host starts. Its warnings go to the
    /// log.</summary>
    /// <remarks>The keys are listed in <c>docs/configuration.md</c>. Errors name the key, and say what an <c>ossec.conf</c> with the same
    /// mistake would be told.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section that holds nothing else, e.g. <c>configuration.GetSection("ActiveResponse")</c>. It is read
    /// once.</param>
    /// <exception cref="InvalidConfigurationException">At start: there are errors, all of which the message lists.</exception>
    public static ActiveResponseBuilder UseConfig(this ActiveResponseBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        return builder.UseConfig(provider =>
        {
            var result = KeyedConfigReader.Read(section);
            provider.GetRequiredService<ILogger<ActiveResponseEngine>>().LogWarnings(result);
            return result.HasErrors ? throw new InvalidConfigurationException(result.Problems) : result.Config;
        });
    }

    /// <summary>Runs executables that no responder is bound to as scripts of one folder.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder, e.g. <c>/var/ossec/active-response/bin</c>. Neither it nor a script may be writable by
    /// others.</param>
    /// <param name="protocol">How scripts are told what to do; null (the default) for the one of the configuration's dialect.</param>
    public static ActiveResponseBuilder UseScripts(this ActiveResponseBuilder builder, string folder, ScriptProtocol? protocol = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return builder.UseScripts(new ScriptOptions { Folder = folder, Protocol = protocol });
    }

    /// <summary>Runs executables that no responder is bound to as scripts of one folder.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The folder, how scripts are told what to do, and how long they may take.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder UseScripts(this ActiveResponseBuilder builder, ScriptOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IScriptResponders>(provider => new ScriptResponders(
                options,
                ProtocolOf(provider.GetRequiredService<ActiveResponseConfig>().Dialect),
                provider.GetRequiredService<ICommandRunner>()
            ))
        );
        return builder;
    }

    /// <summary>Takes executables that no responder is bound to for scripts that are there, and runs none: for explaining, and for dry
    /// runs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="protocol">How scripts would be told what to do; null (the default) for the one of the configuration's dialect.</param>
    public static ActiveResponseBuilder AssumeScripts(this ActiveResponseBuilder builder, ScriptProtocol? protocol = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IScriptResponders>(provider => new AssumedScripts(
                protocol ?? ProtocolOf(provider.GetRequiredService<ActiveResponseConfig>().Dialect)
            ))
        );
        return builder;
    }

    /// <summary>Denies addresses in the deny file of TCP wrappers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which file, under what name.</param>
    /// <param name="executables">Further executables that mean it; <see cref="StockNames.AddressBlocking"/> makes it the firewall of a
    /// stock configuration.</param>
    public static ActiveResponseBuilder AddHostsDeny(
        this ActiveResponseBuilder builder,
        HostsDenyOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new HostsDenyOptions();
        settings.Check();
        return builder.AddFirewall(
            provider => new HostsDenyBackend(
                settings,
                provider.GetRequiredService<IFileSystem>(),
                provider.GetRequiredService<INativeFiles>()
            ),
            [.. executables, settings.Name, settings.Name + ".sh"]
        );
    }

    /// <summary>Blocks addresses with nftables, in a table of its own. Linux, as root or with <c>CAP_NET_ADMIN</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which table, under what name, and what becomes of packets.</param>
    /// <param name="executables">
    /// Further executables that mean it. Default: those of <see cref="StockNames.PacketFiltering"/> that nothing else is bound to.
    /// Two packet filters with this default are an error when the host starts.
    /// </param>
    public static ActiveResponseBuilder AddNftables(
        this ActiveResponseBuilder builder,
        NftablesOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = options ?? new NftablesOptions();
        settings.Check();
        return builder.AddPacketFilter(
            provider =>
                FirewallBackends.Nftables(
                    provider.GetRequiredService<ICommandRunner>(),
                    settings,
                    provider.GetRequiredService<TimeProvider>()
                ),
            executables
        );
    }

    /// <summary>Lets one process of this host work on each firewall and deny file: a second one neither takes up, nor blocks in, nor lifts
    /// what a live one holds.</summary>
    /// <remarks>
    /// For agents. The place is free again when the process ends, however it ends; engines of one process aren't kept apart. Linux;
    /// elsewhere it does nothing. Of a firewall that another agent works with each block fails, and says which process that is.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    public static ActiveResponseBuilder UseOneAgentPerPlace(this ActiveResponseBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(static _ => new PlaceKeeper());
        return builder;
    }

    /// <summary>Follows an alert file for as long as the host runs. Several may be added. With a durable store it goes on where an earlier
    /// run stopped.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file, e.g. <c>/var/ossec/logs/alerts/alerts.json</c>; it may not be there yet.</param>
    /// <param name="options">Where to begin, and limits; null to follow what is appended from now on.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ActiveResponseBuilder AddAlertFile(this ActiveResponseBuilder builder, string path, AlertFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options?.Check();
        builder.Services.AddSingleton<IHostedService>(provider => new AlertFileService(
            provider.GetRequiredService<AlertIntake>(),
            path,
            options,
            provider.GetRequiredService<ILogger<AlertIntake>>()
        ));
        return builder;
    }

    /// <summary>Takes in the alerts of a source of your own for as long as the host runs. Several may be added.</summary>
    /// <remarks>One that is an <see cref="IResumableAlertSource"/> goes on, with a durable store, where an earlier run stopped. The host
    /// ends the source with itself.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">What the source is called in the log and in health reports, e.g. <c>kafka:alerts</c>.</param>
    /// <param name="source">Makes the source.</param>
    public static ActiveResponseBuilder AddAlertSource(
        this ActiveResponseBuilder builder,
        string name,
        Func<IServiceProvider, IAlertSource> source
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(source);
        builder.Services.AddSingleton<IHostedService>(provider => new AlertSourceService(
            provider.GetRequiredService<AlertIntake>(),
            name,
            source(provider),
            provider.GetRequiredService<ILogger<AlertIntake>>()
        ));
        return builder;
    }

    private static ScriptProtocol ProtocolOf(ConfigDialect dialect) =>
        dialect == ConfigDialect.Ossec ? ScriptProtocol.OssecArgv : ScriptProtocol.Wazuh4Stdin;
}
