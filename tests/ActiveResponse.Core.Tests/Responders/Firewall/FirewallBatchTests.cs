using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>What belongs to which address of a batch, and what a long one costs.</summary>
public sealed class FirewallBatchTests : IDisposable
{
    private const int Count = 5_000;

    // Twice what it takes: the script, the changes, and what is kept of each address. With a text for each line it was 2,500.
    private const int MostBytesPerAddress = 700;

    // With texts for its parts it was 1,210.
    private const int MostBytesPerRule = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ar-batch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_single_change_gets_its_result_by_its_address_too()
    {
        var batch = new FirewallBatch([Entry("192.0.2.1", 5)], []);
        var address = Some.Prefix("192.0.2.1");

        batch.ResultOf(address).Should().BeNull();
        batch.Set(address, ResponderResult.Failed("one"));

        batch.ResultOf(address)!.Detail.Should().Be("one");
        batch.HasOpen.Should().BeFalse();
        batch.ToResult().Adds.Should().ContainSingle().Which.Detail.Should().Be("one");
    }

    [Fact]
    public void Each_caller_gets_the_result_of_its_address_whatever_order_and_family()
    {
        FirewallEntry[] adds = [Entry("192.0.2.1", 5), Entry("2001:db8::1"), Entry("192.0.2.2"), Entry("192.0.2.1", 9)];
        AddressPrefix[] removes =
        [
            Some.Prefix("192.0.2.2"),
            Some.Prefix("2001:db8::2"),
            Some.Prefix("192.0.2.3"),
            Some.Prefix("192.0.2.3"),
        ];
        var batch = new FirewallBatch(adds, removes);
        batch.SetWhere(static change => change.Address == Some.Prefix("2001:db8::2") ? ResponderResult.Refused("six") : null);

        var part4 = batch.OpenOf(isIPv6: false);
        part4
            .Changes.Should()
            .Equal(
                new FirewallChange(Entry("192.0.2.2"), Blocks: true, IsRemovedToo: true),
                new FirewallChange(Entry("192.0.2.3"), Blocks: false),
                new FirewallChange(Entry("192.0.2.1", 9), Blocks: true)
            );
        batch.SetAll(part4, [ResponderResult.Applied(), ResponderResult.AlreadyLifted("three"), ResponderResult.Failed("one")]);
        var part6 = batch.OpenOf(isIPv6: true);
        part6.Changes.Should().Equal(new FirewallChange(Entry("2001:db8::1"), Blocks: true));
        batch.SetAll(part6, ResponderResult.Failed("six"));

        var result = batch.ToResult();
        result.Adds.Select(static add => add.Detail).Should().Equal("one", "six", null, "one");
        result.Removes.Select(static remove => remove.Detail).Should().Equal("blocked again in the same batch", "six", "three", "three");
        batch.OpenOf(isIPv6: false).Changes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_batch_makes_little_garbage(bool isIpset)
    {
        var file = Path.Combine(_folder, "lock");
        var end = DateTimeOffset.UnixEpoch.AddYears(90);
        FirewallEntry[] adds =
        [
            .. Enumerable.Range(0, Count).Select(i => NftablesBackendExtensions.Entry($"198.18.{i >> 8}.{i & 255}", end)),
        ];
        IFirewallBackend Make() =>
            isIpset
                ? new IpsetBackend(new IpsetOptions { LockFile = file }, new Nothing(), new ManualClock())
                : new IptablesBackend(new IptablesOptions { LockFile = file }, new Nothing(), new ManualClock());
        _ = await Make().ApplyAsync(adds, [], CancellationToken.None);
        var backend = Make();

        // Nothing waits here, so all of it runs on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var applied = backend.ApplyAsync(adds, [], CancellationToken.None);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        applied.IsCompleted.Should().BeTrue();
        (await applied).Adds.Should().OnlyContain(static add => add.IsSuccess);
        (bytes / Count).Should().BeLessThan(MostBytesPerAddress);
    }

    [Fact]
    public void A_long_list_of_rules_is_read_with_little_garbage()
    {
        var rules = string.Concat(
            Enumerable
                .Range(0, Count)
                .Select(static i =>
                    $"-A active_response -s 198.18.{i >> 8}.{i & 255}/32 -m comment --comment \"active-response "
                    + "until=1893456000\" -j DROP\n"
                )
        );
        var text = $"*filter\n:active_response - [0:0]\n{rules}COMMIT\n";
        var frame = new IptablesFrame(new IptablesOptions().Place, isIPv6: false);
        IptablesChain Read() => new(frame, IptablesTable.Parse(Encoding.UTF8.GetBytes(text)), isIPv6: false);
        _ = Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var chain = Read();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        chain.Entries.Should().HaveCount(Count);
        (bytes / Count).Should().BeLessThan(MostBytesPerRule);
    }

    private static FirewallEntry Entry(string address, long? until = null) =>
        NftablesBackendExtensions.Entry(address, until is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

    /// <summary>A host with nothing on it, whose programs say that all went well.</summary>
    private sealed class Nothing : ICommandRunner
    {
        private static readonly CommandResult Done = CommandResult.Exited(0);

        public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) => new(Done);

        public ValueTask<CommandResult> ConverseAsync(
            CommandInvocation command,
            CommandDialogue dialogue,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
