using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Keyed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers a configuration in keys.</summary>
public static class KeyedConfigExtensions
{
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
}
