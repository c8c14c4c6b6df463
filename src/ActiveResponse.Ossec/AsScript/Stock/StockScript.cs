using System.Collections.Immutable;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>One of the tool's scripts: the names it goes by, and what it is made of.</summary>
internal sealed record StockScript(ImmutableArray<string> Names, ScriptProfile Profile, Func<StockSetup, IResponder> Make)
{
    /// <summary>Its own deadline where the usual one is too short; or null.</summary>
    public TimeSpan? Deadline { get; init; }
}
