using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse;

/// <summary>Holds the configuration in force. Who asks twice during one piece of work may get two; take it once.</summary>
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

    /// <summary>Puts another configuration in force, once it is compiled.</summary>
    public void Replace(ActiveResponseConfig config) => _current = Compiled(config);

    private ConfigSnapshot Compiled(ActiveResponseConfig config)
    {
        // Each response says which configuration it is of: an alert that is being handled while another one comes into force is an outcome
        // of the old one.
        var stamped = config with
        {
            Responses = [.. config.Responses.Select(response => response with { ConfigVersion = config.Version })],
        };
        return new ConfigSnapshot(stamped, _compile(stamped));
    }
}
