using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers scripts.</summary>
public static class ScriptExtensions
{
    /// <summary>Runs executables that no responder is bound to as scripts of one folder.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder, e.g. <c>/var/ossec/active-response/bin</c>. Neither it nor a script may be writable by
    /// others.</param>
    /// <param name="protocol">The scripts' protocol; null (the default) for the one of the configuration's dialect.</param>
    public static ActiveResponseBuilder UseScripts(this ActiveResponseBuilder builder, string folder, ScriptProtocol? protocol = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return builder.UseScripts(new ScriptOptions { Folder = folder, Protocol = protocol });
    }

    /// <summary>Runs executables that no responder is bound to as scripts of one folder.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The folder, the scripts' protocol, and how long they may take.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of its range.</exception>
    public static ActiveResponseBuilder UseScripts(this ActiveResponseBuilder builder, ScriptOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IScriptResponders>(provider =>
                ScriptSource
                    .Folder(options, provider.GetRequiredService<ICommandRunner>())
                    .For(provider.GetRequiredService<ActiveResponseConfig>().Dialect)
            )
        );
        return builder;
    }

    /// <summary>Takes executables that no responder is bound to for scripts that are there, and runs none: for explaining, and for dry
    /// runs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="protocol">The scripts' protocol; null (the default) for the one of the configuration's dialect.</param>
    public static ActiveResponseBuilder AssumeScripts(this ActiveResponseBuilder builder, ScriptProtocol? protocol = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IScriptResponders>(provider =>
                ScriptSource.Assumed(protocol).For(provider.GetRequiredService<ActiveResponseConfig>().Dialect)
            )
        );
        return builder;
    }
}
