using ActiveResponse.State;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Testing;

public sealed class InMemoryResponseStoreConformanceTests : ResponseStoreConformance
{
    protected override ValueTask<IResponseStore> CreateAsync() => ValueTask.FromResult<IResponseStore>(new InMemoryResponseStore());
}
