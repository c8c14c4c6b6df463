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
        _current = new ConfigSnapshot(config, compile(config));
    }

    public ConfigSnapshot Current => _current;

    /// <summary>Puts another configuration in force, once it is compiled.</summary>
    public void Replace(ActiveResponseConfig config) => _current = new ConfigSnapshot(config, _compile(config));
}
