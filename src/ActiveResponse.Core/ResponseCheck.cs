using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Finds and logs the responses of a configuration that can't run on this host.</summary>
internal sealed class ResponseCheck(ResponderBinding binding, HostIdentity host, bool isDryRun, ILogger<ActiveResponseEngine> logger)
{
    public ImmutableArray<BindingProblem> ProblemsOf(ActiveResponseConfig config) =>
        [.. binding.Check(config).Where(problem => Routing.MayRunHere(problem.Response, host))];

    /// <summary>Logs the start under a configuration.</summary>
    public void LogStart(ActiveResponseConfig config)
    {
        logger.Started(config.Responses.Length, config.Dialect.ToString(), host.Role.ToString());
        LogProblems(config);
    }

    /// <summary>Logs that a configuration replaces another.</summary>
    public void LogReload(ActiveResponseConfig config)
    {
        logger.Reloaded(config.Responses.Length);
        LogProblems(config);
    }

    private void LogProblems(ActiveResponseConfig config)
    {
        foreach (var problem in isDryRun ? [] : ProblemsOf(config))
        {
            logger.CannotRunHere(SafeText.Of(problem.Response.Name), SafeText.Of(problem.Why, 400));
        }

        // An agent carries out the orders of others.
        if (config.Disabled || (config.Responses.IsEmpty && host.Role != HostRole.Agent))
        {
            logger.NothingWillFire();
        }
    }
}
