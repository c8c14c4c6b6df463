using ActiveResponse.Responders.Firewall;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the lock that keeps agents apart.</summary>
public static class OneAgentPerPlaceExtensions
{
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
}
