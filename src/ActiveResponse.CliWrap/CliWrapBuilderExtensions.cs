using ActiveResponse.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.CliWrap;

/// <summary>CliWrap as the runner of programs.</summary>
public static class CliWrapBuilderExtensions
{
    /// <summary>Starts programs with CliWrap; the three limits, the output caps and the fixed environment stay as they are.</summary>
    /// <remarks>
    /// On Linux each program is started through <c>/usr/bin/setsid</c>, which gives it a session of its own. Where that is missing, and on other platforms,
    /// asking a program to stop is closing its input, and the kill is CliWrap's, of the process tree.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    public static ActiveResponseBuilder UseCliWrap(this ActiveResponseBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseCommandRunner(static provider => new CliWrapRunner(SetsidProgram.Find(), provider.GetRequiredService<TimeProvider>()));
    }
}
