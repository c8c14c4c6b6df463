using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers an <c>ossec.conf</c>.</summary>
public static class OssecConfigExtensions
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
}
