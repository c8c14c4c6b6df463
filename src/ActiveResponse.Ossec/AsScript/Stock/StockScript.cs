using System.Collections.Immutable;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>One of the tool's scripts: its names and its responder.</summary>
internal sealed record StockScript(ImmutableArray<string> Names, ScriptProfile Profile, Func<StockSetup, IResponder> Make)
{
    /// <summary>Its own deadline if the usual one is too short; otherwise null.</summary>
    public TimeSpan? Deadline { get; init; }
}
