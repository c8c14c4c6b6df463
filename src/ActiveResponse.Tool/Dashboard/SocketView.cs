using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Shows and changes an agent in another process.</summary>
internal sealed class SocketView(AgentSocket agent, EventLog events) : IActiveResponseView
{
    private static readonly ViewJson Types = ViewJson.Default;

    public EventLog Events => events;

    public ValueTask<EffectPage> ListAsync(EffectQuery query, CancellationToken cancellationToken) =>
        AskAsync(With(ViewMethods.Effects, query, Types.EffectQuery), Types.EffectPage, cancellationToken);

    public ValueTask<EffectItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<EffectItem?>(About(ViewMethods.Effect, id), Types.EffectItem!, cancellationToken);

    public ValueTask<HistoryPage> HistoryAsync(HistoryRequest request, CancellationToken cancellationToken) =>
        AskAsync(With(ViewMethods.History, request, Types.HistoryRequest), Types.HistoryPage, cancellationToken);

    public ValueTask<SummaryReply> SummaryAsync(CancellationToken cancellationToken) =>
        AskAsync(Plain(ViewMethods.Summary), Types.SummaryReply, cancellationToken);

    public ValueTask<HealthState> HealthAsync(CancellationToken cancellationToken) =>
        AskAsync(Plain(ViewMethods.Health), Types.HealthState, cancellationToken);

    public ValueTask<ProblemsReply> ProblemsAsync(CancellationToken cancellationToken) =>
        AskAsync(Plain(ViewMethods.Problems), Types.ProblemsReply, cancellationToken);

    public ValueTask<IReadOnlyList<SourceItem>> SourcesAsync(CancellationToken cancellationToken) =>
        AskAsync(Plain(ViewMethods.Sources), Types.IReadOnlyListSourceItem, cancellationToken);

    public ValueTask<IReadOnlyList<AllowItem>> AllowedAsync(CancellationToken cancellationToken) =>
        AskAsync(Plain(ViewMethods.Allowed), Types.IReadOnlyListAllowItem, cancellationToken);

    public ValueTask<ExplainReply> ExplainAsync(ExplainRequest request, CancellationToken cancellationToken) =>
        AskAsync(With(ViewMethods.Explain, request, Types.ExplainRequest), Types.ExplainReply, cancellationToken);

    public ValueTask<ChangeReply> BlockAsync(BlockRequest request, OrderNote note, CancellationToken cancellationToken) =>
        ChangeAsync(With(ViewMethods.Block, request, Types.BlockRequest), note, cancellationToken);

    public ValueTask<ChangeReply> LiftAsync(LiftRequest request, OrderNote note, CancellationToken cancellationToken) =>
        ChangeAsync(With(ViewMethods.Lift, request, Types.LiftRequest), note, cancellationToken);

    public ValueTask<ChangeReply> LiftAsync(string id, OrderNote note, CancellationToken cancellationToken) =>
        ChangeAsync(About(ViewMethods.LiftOne, id), note, cancellationToken);

    public ValueTask<ChangeReply> ExtendAsync(string id, ExtendRequest request, OrderNote note, CancellationToken cancellationToken) =>
        ChangeAsync(With(ViewMethods.Extend, request, Types.ExtendRequest) with { Target = id }, note, cancellationToken);

    public ValueTask<ChangeReply> AllowAsync(AllowRequest request, OrderNote note, CancellationToken cancellationToken) =>
        ChangeAsync(With(ViewMethods.Allow, request, Types.AllowRequest), note, cancellationToken);

    public ValueTask<ChangeReply> DisallowAsync(string entry, OrderNote note, CancellationToken cancellationToken) =>
        ChangeAsync(About(ViewMethods.Disallow, entry), note, cancellationToken);

    private static ControlRequest Plain(string method) => new() { Command = ControlCommands.View, Method = method };

    private static ControlRequest About(string method, string target) => Plain(method) with { Target = target };

    private static ControlRequest With<T>(string method, T body, JsonTypeInfo<T> type) =>
        Plain(method) with
        {
            Body = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(body, type)),
        };

    private ValueTask<ChangeReply> ChangeAsync(ControlRequest request, OrderNote note, CancellationToken cancellationToken) =>
        AskAsync(
            request with
            {
                Reason = note.Reason,
                By = note.By is { Length: > ControlRequest.LongestBy } by ? by[..ControlRequest.LongestBy] : note.By,
            },
            Types.ChangeReply,
            cancellationToken
        );

    private async ValueTask<T> AskAsync<T>(ControlRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await agent.AskAsync(request, type, cancellationToken);
}
