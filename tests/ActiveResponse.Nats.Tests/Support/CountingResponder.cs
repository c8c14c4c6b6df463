using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Nats.Tests.Support;

/// <summary>A responder that can't be taken back and counts how often it was called.</summary>
internal sealed class CountingResponder(string name) : IResponder
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public string Name => name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return ValueTask.FromResult(ResponderResult.Applied());
    }
}
