using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Sqlite.Tests;

public sealed class SqliteStoreConformanceTests : ResponseStoreConformance, IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IResponseStore> CreateAsync() => ValueTask.FromResult<IResponseStore>(_folder.Open());

    protected override async ValueTask<IResponseStore> ReopenAsync(IResponseStore store) => await _folder.ReopenAsync();
}
