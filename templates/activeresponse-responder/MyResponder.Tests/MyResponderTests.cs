using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

/// <summary>What every reversible responder must do; xunit finds the tests in the base class.</summary>
public sealed class MyResponderTests : ReversibleResponderConformance, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("my-responder");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override ValueTask<IResponder> CreateAsync() => ValueTask.FromResult<IResponder>(new MyResponder(_folder.FullName));

    protected override ValueTask<string> DescribeEffectsAsync() =>
        ValueTask.FromResult(string.Join('\n', _folder.EnumerateFiles().Select(static file => file.Name).Order(StringComparer.Ordinal)));
}
