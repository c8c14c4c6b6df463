using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse;

/// <summary>The configuration in force, compiled; swapped as a whole when another one comes.</summary>
internal sealed record ConfigSnapshot(ActiveResponseConfig Config, IRuleMatcher Matcher);
