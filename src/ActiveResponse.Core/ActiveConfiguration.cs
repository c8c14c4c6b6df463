using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse;

/// <summary>Holds the current configuration. Read it once per piece of work, since two reads may differ.</summary>
internal sealed class ActiveConfiguration
{
    private readonly Func<ActiveResponseConfig, IRuleMatcher> _compile;
    private volatile ConfigSnapshot _current;

    public ActiveConfiguration(ActiveResponseConfig config, Func<ActiveResponseConfig, IRuleMatcher> compile)
    {
        _compile = compile;
        _current = Compiled(config);
    }

    public ConfigSnapshot Current => _current;

    /// <summary>Compiles another configuration and makes it current.</summary>
    public void Replace(ActiveResponseConfig config) => _current = Compiled(config);

    private ConfigSnapshot Compiled(ActiveResponseConfig config)
    {
        // Each response names its configuration: an alert that is being handled during a change is reported under the old one.
        var stamped = config with
        {
            Responses = [.. config.Responses.Select(response => response with { ConfigVersion = config.Version })],
        };
        return new ConfigSnapshot(stamped, _compile(stamped));
    }
}
