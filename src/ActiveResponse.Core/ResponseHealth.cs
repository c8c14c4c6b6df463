using ActiveResponse.Diagnostics;

namespace ActiveResponse;

/// <summary>Checks whether the configured responses can run here.</summary>
internal sealed class ResponseHealth(ActiveConfiguration active, ResponseCheck responses) : IHealthSource
{
    public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        var config = active.Current.Config;
        var problems = responses.ProblemsOf(config);
        var detail = $"{config.Responses.Length} can run here";
        if (config.Disabled)
        {
            detail = "active response is disabled in the configuration";
        }
        else if (!problems.IsEmpty)
        {
            detail = string.Join(
                "; ",
                problems.Select(static problem => $"{SafeText.Of(problem.Response.Name)}: {SafeText.Of(problem.Why, 400)}")
            );
        }

        return ValueTask.FromResult<IReadOnlyList<HealthFinding>>([new HealthFinding("responses", problems.IsEmpty, detail)]);
    }
}
