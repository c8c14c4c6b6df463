using ActiveResponse.State;
using ActiveResponse.Testing;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>A store in memory that counts as durable, so that an agent goes on where it was, as one with SQLite does.</summary>
internal sealed class KeepingStore() : DelegatingResponseStore(new InMemoryResponseStore())
{
    public override bool IsDurable => true;
}
