using System.Text.Json.Serialization;
using ActiveResponse.AspNetCore.Events;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>The JSON of requests and replies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(EffectPage))]
[JsonSerializable(typeof(EffectQuery))]
[JsonSerializable(typeof(EffectItem))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(SummaryReply))]
[JsonSerializable(typeof(HealthState))]
[JsonSerializable(typeof(ProblemsReply))]
[JsonSerializable(typeof(IReadOnlyList<SourceItem>))]
[JsonSerializable(typeof(IReadOnlyList<AllowItem>))]
[JsonSerializable(typeof(ExplainReply))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(LiftRequest))]
[JsonSerializable(typeof(LiftOneRequest))]
[JsonSerializable(typeof(ExtendRequest))]
[JsonSerializable(typeof(AllowRequest))]
[JsonSerializable(typeof(ChangeReply))]
[JsonSerializable(typeof(FleetReply))]
[JsonSerializable(typeof(IReadOnlyList<Figure>))]
[JsonSerializable(typeof(EffectEvent))]
[JsonSerializable(typeof(LostEvent))]
[JsonSerializable(typeof(ConfigEvent))]
[JsonSerializable(typeof(HealthEvent))]
[JsonSerializable(typeof(Api.ApiProblem))]
internal sealed partial class ViewJson : JsonSerializerContext;
