using System.Threading.Channels;
using ActiveResponse.Execution;
using ActiveResponse.State;

namespace ActiveResponse.Reconciliation;

/// <summary>Effects to be lifted to make room. Each request counts as work in progress until its reverts are queued.</summary>
/// <param name="idle">The gate of the executor.</param>
internal sealed class RoomRequests(IdleGate idle)
{
    private readonly Channel<RoomRequest> _requests = Channel.CreateUnbounded<RoomRequest>();

    /// <summary>Adds a request; after the last one, does nothing.</summary>
    public void Add(RoomRequest request)
    {
        idle.Enter();
        if (!_requests.Writer.TryWrite(request))
        {
            idle.Leave();
        }
    }

    /// <summary>The requests as they come, until no more are taken.</summary>
    public IAsyncEnumerable<RoomRequest> ReadAllAsync() => _requests.Reader.ReadAllAsync(CancellationToken.None);

    /// <summary>Marks a request as served.</summary>
    public void Done() => idle.Leave();

    /// <summary>Takes no more requests.</summary>
    public void Complete() => _requests.Writer.TryComplete();
}

/// <summary>One request for room.</summary>
/// <param name="Responder">The responder whose place is full.</param>
/// <param name="Oldest">What must go.</param>
internal sealed record RoomRequest(string Responder, IReadOnlyList<EffectRecord> Oldest);
