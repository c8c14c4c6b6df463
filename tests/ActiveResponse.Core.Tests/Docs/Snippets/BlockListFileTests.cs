using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing.Conformance;

/// <summary>What every firewall backend must do, in a temporary folder.</summary>
public sealed class BlockListFileTests : FirewallBackendConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("block-list-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ValueTask<IFirewallBackend> CreateAsync() =>
        ValueTask.FromResult<IFirewallBackend>(new BlockListFile(Path.Combine(_folder, "list")));

    protected override ValueTask<string> DescribeHostAsync() =>
        ValueTask.FromResult(string.Join('\n', Directory.EnumerateFiles(_folder).Select(File.ReadAllText)));
}
