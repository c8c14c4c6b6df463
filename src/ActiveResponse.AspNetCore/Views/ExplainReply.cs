using System.Text.Json.Serialization;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>What an alert would trigger.</summary>
/// <param name="Responses">Each response of the configuration.</param>
internal sealed record ExplainReply(IReadOnlyList<ExplainedResponse> Responses);

internal sealed record ExplainedResponse(string Name, bool Fires, string Why, IReadOnlyList<ExplainedOrder> Orders);

/// <param name="Target">What it would act on.</param>
/// <param name="Responder">What would act.</param>
/// <param name="Location">Where.</param>
/// <param name="Seconds">For how long; null for until lifted.</param>
/// <param name="Refused">Who refuses it and why; null if it would go ahead.</param>
internal sealed record ExplainedOrder(string Target, string Responder, string Location, long? Seconds, string? Refused);

/// <param name="Alert">The text of one alert.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExplainRequest(string? Alert);
