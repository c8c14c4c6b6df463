using System.Collections.Immutable;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>An executable that OSSEC or Wazuh ships, and stock configurations name.</summary>
/// <param name="Name">Its name without an extension.</param>
/// <param name="Action">What it does.</param>
/// <param name="Files">The names it has in configurations, with and without an extension.</param>
internal sealed record StockExecutable(string Name, StockAction Action, ImmutableArray<string> Files);
