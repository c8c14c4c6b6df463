using System.Text.Json.Serialization;

namespace WebhookPlugin;

/// <summary>What is posted, as JSON.</summary>
/// <param name="Address">The address or network, e.g. <c>203.0.113.9</c>.</param>
/// <param name="Response">The response that wants it, e.g. <c>webhook600</c>.</param>
/// <param name="AlertId">The alert it comes from; empty for an order by hand.</param>
/// <param name="RuleId">The rule that fired; 0 for an order by hand.</param>
/// <param name="Until">When the block ends; null when it stays until lifted, and for an unblock.</param>
public sealed record WebhookMessage(string Address, string Response, string AlertId, uint RuleId, DateTimeOffset? Until);

/// <summary>Writes messages without reflection, so that a trimmed program can use the plug-in.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
