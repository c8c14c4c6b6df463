using ActiveResponse.Processes;

namespace ActiveResponse.AsScript.Stock;

/// <summary>What the tool's scripts are made of.</summary>
internal sealed record StockSetup(ScriptSettings Settings, string Home, ICommandRunner Runner, TimeProvider Clock);
