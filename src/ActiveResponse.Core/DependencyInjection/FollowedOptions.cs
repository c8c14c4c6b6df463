using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ActiveResponse.DependencyInjection;

/// <summary>Follows the execution options while the host runs: applies valid ones, and logs invalid ones and keeps the old.</summary>
internal sealed class FollowedOptions : IDisposable
{
    private readonly List<IDisposable?> _following = [];

    public FollowedOptions(
        IOptionsMonitor<ExecutionOptions> monitor,
        IEnumerable<IOptionsChangeTokenSource<ExecutionOptions>> sources,
        IOptionsFactory<ExecutionOptions> factory,
        Action<ExecutionOptions> listener,
        ILogger logger
    )
    {
        _following.Add(
            monitor.OnChange(
                (options, name) =>
                {
                    if (string.IsNullOrEmpty(name))
                    {
                        listener(options);
                        logger.OptionsChanged();
                    }
                }
            )
        );

        // The monitor throws to whoever changed them, which for a watched file is nobody.
        foreach (var source in sources.Where(static source => string.IsNullOrEmpty(source.Name)))
        {
            _following.Add(ChangeToken.OnChange(source.GetChangeToken, () => LogInvalid(factory, logger)));
        }
    }

    public void Dispose() => _following.ForEach(static following => following?.Dispose());

    private static void LogInvalid(IOptionsFactory<ExecutionOptions> factory, ILogger logger)
    {
        try
        {
            _ = factory.Create(Options.DefaultName);
        }
        catch (Exception e)
        {
            logger.OptionsRefused(SafeText.Of(e.Message, 400));
        }
    }
}
