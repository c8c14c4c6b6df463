using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse;

/// <summary>The current configuration, compiled; replaced as a whole.</summary>
internal sealed record ConfigSnapshot(ActiveResponseConfig Config, IRuleMatcher Matcher);
