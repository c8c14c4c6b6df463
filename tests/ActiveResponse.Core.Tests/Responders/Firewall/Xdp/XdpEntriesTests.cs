using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Xdp;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>Entries in maps that are attached to nothing.</summary>
public sealed class XdpEntriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_has_ended_makes_room_in_a_full_table()
    {
        using var program = LoadedProgram.Load(room: 4);
        program.BlockEnded("203.0.113.1", "203.0.113.2");
        program.Block("203.0.113.3", "203.0.113.4");

        var results = program.Block("203.0.113.5", "203.0.113.6", "203.0.113.7");

        results.Count(static result => result.Outcome == ActionOutcome.Applied).Should().Be(2);
        results.Single(static result => !result.IsSuccess).Detail.Should().StartWith("203.0.113.").And.Contain("is full (4 entries)");
        program.List().Should().HaveCount(4);
    }

    [Fact]
    public void A_trie_that_is_full_says_so_too()
    {
        using var program = LoadedProgram.Load(room: 2);

        var results = program.Block("2001:db8:1::/48", "2001:db8:2::/48", "2001:db8:3::/48");

        results.Select(static result => result.IsSuccess).Should().Equal(true, true, false);
        results[2].Detail.Should().Contain("ar_nets6 is full (2 entries)");
    }

    [Fact]
    public void What_was_not_there_is_answered_as_such_wherever_it_stands_in_a_batch()
    {
        using var program = LoadedProgram.Load();
        program.Block("203.0.113.2", "203.0.113.4", "198.51.100.0/24");
        string[] removed = ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5", "198.51.100.0/24", "::/0"];

        var results = program.Change([
            .. removed.Select(static address => new FirewallChange(new FirewallEntry(Some.Prefix(address), null), Blocks: false)),
        ]);

        results
            .Select(static result => result.Outcome == ActionOutcome.Lifted)
            .Should()
            .Equal(false, true, false, true, false, true, false);
        program.List().Should().BeEmpty();
    }

    [Fact]
    public void Many_are_listed_as_they_were_put_in()
    {
        using var program = LoadedProgram.Load(room: 40_000);
        var entries = Enumerable
            .Range(0, 30_000)
            .Select(static i => Some.Prefix(i % 3 == 0 ? $"2001:db8:{i:x}::/48" : $"198.{18 + (i >> 14)}.{(i >> 6) & 255}.{i & 63}"))
            .Distinct()
            .ToList();

        program.Block(entries, Now.AddHours(1)).Should().OnlyContain(static result => result.IsSuccess);

        var listed = program.List();
        listed.Should().HaveCount(entries.Count);
        listed.Select(static entry => entry.Address).ToHashSet().SetEquals(entries).Should().BeTrue();
        listed.Should().OnlyContain(static entry => IsNear(entry.Until, Now.AddHours(1)));
    }

    private static bool IsNear(DateTimeOffset? end, DateTimeOffset expected) =>
        end is { } one && (one - expected).Duration() < TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(XdpMaps.Counters - 4)]
    [InlineData(XdpMaps.Counters - 1)]
    public void Older_kernels_change_and_list_a_map_one_by_one(int number)
    {
        using var program = LoadedProgram.Load(room: 3);
        var map = program.Maps[number];
        var keys = new byte[4 * map.Form.KeyLength];
        var values = new byte[4 * map.Form.ValueLength];
        for (var i = 0; i < 4; i++)
        {
            keys[i * map.Form.KeyLength] = (byte)(i + 1);
            values[i * map.Form.ValueLength] = (byte)(i + 10);
        }

        map.OneByOne(BpfCommand.MapUpdate, keys, values, out var error).Should().Be(3);
        BpfErrors.IsFull(error).Should().BeTrue();
        List().Should().BeEquivalentTo([(1, 10), (2, 11), (3, 12)]);
        map.OneByOne(BpfCommand.MapDelete, keys.AsSpan(map.Form.KeyLength), [], out error).Should().Be(2);
        error.Should().Be(BpfErrors.Missing);
        List().Should().BeEquivalentTo([(1, 10)]);

        List<(int Key, int Value)> List()
        {
            var found = new List<(int, int)>();
            BpfMapReader.ReadOneByOne(map, (key, value) => found.Add((key[0], value[0]))).Should().Be(0);
            return found;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void An_end_is_the_same_on_both_clocks(int seconds)
    {
        const ulong BootNow = 90_000_000_000_000;
        var end = BootClock.Of(Now.AddSeconds(seconds), Now, BootNow);

        BootClock.Until(end, Now, BootNow).Should().Be(Now.AddSeconds(Math.Max(0, seconds)));
    }

    [Theory]
    [InlineData("monotonic           0         0\nboottime            0         0\n", true)]
    [InlineData("monotonic    86400         0\nboottime            0         0\n", true)]
    [InlineData("monotonic           0         0\nboottime       -86400         0\n", false)]
    [InlineData("boottime            0         5\n", false)]
    [InlineData("", true)]
    public void A_clock_of_the_process_alone_is_known_by_its_offset(string offsets, bool isKernels) =>
        BootClock.IsKernels(offsets).Should().Be(isKernels);

    [Fact]
    public void Ends_beyond_all_clocks_are_no_mistake()
    {
        BootClock.Until(BootClock.Of(null, Now, 5), Now, 5).Should().BeNull();
        BootClock.Until(BootClock.Of(DateTimeOffset.MaxValue, Now, 5), Now, 5).Should().BeAfter(Now.AddYears(100));
        BootClock.Until(BootClock.Never - 1, Now, 5).Should().BeAfter(DateTimeOffset.MinValue);
    }
}
