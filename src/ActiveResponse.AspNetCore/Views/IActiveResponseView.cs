using ActiveResponse.AspNetCore.Events;
using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>What the API shows and changes: an engine in this process, or an agent in another.</summary>
/// <remarks>Throws <see cref="ViewException"/> for what a caller can correct.</remarks>
internal interface IActiveResponseView
{
    /// <summary>What happens, as it happens.</summary>
    EventLog Events { get; }

    ValueTask<EffectPage> ListAsync(EffectQuery query, CancellationToken cancellationToken);

    /// <summary>Finds one effect; null if it is gone.</summary>
    ValueTask<EffectItem?> FindAsync(string id, CancellationToken cancellationToken);

    ValueTask<HistoryPage> HistoryAsync(HistoryRequest request, CancellationToken cancellationToken);

    ValueTask<SummaryReply> SummaryAsync(CancellationToken cancellationToken);

    ValueTask<HealthState> HealthAsync(CancellationToken cancellationToken);

    ValueTask<ProblemsReply> ProblemsAsync(CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<SourceItem>> SourcesAsync(CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<AllowItem>> AllowedAsync(CancellationToken cancellationToken);

    ValueTask<ExplainReply> ExplainAsync(ExplainRequest request, CancellationToken cancellationToken);

    ValueTask<ChangeReply> BlockAsync(BlockRequest request, OrderNote note, CancellationToken cancellationToken);

    ValueTask<ChangeReply> LiftAsync(LiftRequest request, OrderNote note, CancellationToken cancellationToken);

    /// <summary>Lifts what is in place for the target of an effect.</summary>
    ValueTask<ChangeReply> LiftAsync(string id, OrderNote note, CancellationToken cancellationToken);

    ValueTask<ChangeReply> ExtendAsync(string id, ExtendRequest request, OrderNote note, CancellationToken cancellationToken);

    /// <summary>Adds entries to the allow list; blocks they cover are lifted.</summary>
    ValueTask<ChangeReply> AllowAsync(AllowRequest request, OrderNote note, CancellationToken cancellationToken);

    ValueTask<ChangeReply> DisallowAsync(string entry, OrderNote note, CancellationToken cancellationToken);
}
