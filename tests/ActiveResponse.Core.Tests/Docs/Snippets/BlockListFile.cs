using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

/// <summary>A list of blocked addresses in a file of its own, for a firewall that reads such a list.</summary>
public sealed class BlockListFile(string path) : IFirewallBackend
{
    public string Name => "block-list";

    public FirewallCapabilities Capabilities { get; } =
        FirewallCapabilities.IPv6
        | FirewallCapabilities.Batches
        | FirewallCapabilities.Enumeration
        | FirewallCapabilities.MarksEntries
        | FirewallCapabilities.KeepsEnds
        | FirewallCapabilities.ExclusivePlace;

    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            Directory.Exists(Path.GetDirectoryName(path))
                ? new FirewallProbe(true, path)
                : new FirewallProbe(false, $"the folder of {path} is missing")
        );

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = await OpenAsync(cancellationToken);
        var entries = Read(file);
        ResponderResult[] removed =
        [
            .. removes.Select(address => entries.Remove(address) ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted()),
        ];
        ResponderResult[] added = [.. adds.Select(entry => Add(entries, entry))];
        file.SetLength(0);
        using var writer = new StreamWriter(file);
        foreach (var (address, until) in entries)
        {
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{address} {until:O}"));
        }

        return new FirewallBatchResult(added, removed);
    }

    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = await OpenAsync(cancellationToken);
        return [.. Read(file).Select(static pair => new FirewallEntry(pair.Key, pair.Value))];
    }

    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        File.Delete(path);
        return ValueTask.CompletedTask;
    }

    private static ResponderResult Add(Dictionary<AddressPrefix, DateTimeOffset?> entries, FirewallEntry entry)
    {
        if (!entry.Address.IsSingleAddress)
        {
            return ResponderResult.Refused("the list has no networks");
        }

        entries[entry.Address] = entry.Until;
        return ResponderResult.Applied();
    }

    // Nobody else may have the file open meanwhile: two processes wait for one another.
    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static Dictionary<AddressPrefix, DateTimeOffset?> Read(FileStream file)
    {
        var entries = new Dictionary<AddressPrefix, DateTimeOffset?>();
        using var reader = new StreamReader(file, leaveOpen: true);
        while (reader.ReadLine()?.Split(' ') is [var address, var until])
        {
            if (AddressPrefix.TryParse(address, out var prefix))
            {
                entries[prefix] = until.Length == 0 ? null : DateTimeOffset.Parse(until, CultureInfo.InvariantCulture);
            }
        }

        return entries;
    }
}
