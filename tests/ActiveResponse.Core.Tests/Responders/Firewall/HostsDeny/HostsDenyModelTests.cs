using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>Random batches and random edits by others, against a dictionary of ours and a byte array of theirs.</summary>
public class HostsDenyModelTests
{
    private static readonly string[] Pool =
    [
        "203.0.113.1",
        "203.0.113.11",
        "203.0.113.111",
        "203.0.113.0/24",
        "2001:db8::1",
        "2001:db8::11",
        "2001:db8::/32",
        "203.0.113.2",
        "203.0.113.3",
    ];

    // Lines that somebody may write on top. The first two deny addresses of the pool.
    private static readonly byte[][] Lines =
    [
        "ALL: 203.0.113.2\n"u8.ToArray(),
        "ALL:203.0.113.3\n"u8.ToArray(),
        "# c 203.0.113.1\n"u8.ToArray(),
        "\n"u8.ToArray(),
        "sshd: 203.0.113.1\r\n"u8.ToArray(),
        [0xff, 0xfe, (byte)'\n'],
        "# active-response until lifted for 192.0.2.77\n"u8.ToArray(),
    ];

    // What may be left at the end, whole lines or not.
    private static readonly byte[][] Ends =
    [
        "sshd: 192.0.2.1"u8.ToArray(),
        "sshd: 192.0.2.1, \\"u8.ToArray(),
        [0],
        [0xc3],
        "\r\n"u8.ToArray(),
        "\n"u8.ToArray(),
        "# active-response until "u8.ToArray(),
    ];

    private static readonly Gen<FirewallEntry> Entries =
        from address in Gen.Elements(Pool)
        from days in Gen.Choose(-2, 3)
        select HostsDenyFixture.Entry(address, days == 0 ? null : HostsDenyFixture.Later.AddDays(days));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (
            6,
            from adds in Entries.ListOf(3)
            from removes in Gen.Elements(Pool).ListOf(2)
            from addCount in Gen.Choose(0, 3)
            from removeCount in Gen.Choose(0, 2)
            select new Step([.. adds.Take(addCount)], [.. removes.Take(removeCount).Select(HostsDenyFixture.Prefix)], [], [])
        ),
        (1, from line in Gen.Elements(Lines) select new Step([], [], line, [])),
        (1, from end in Gen.Elements(Ends) select new Step([], [], [], end))
    );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Holds_exactly_our_entries_and_never_changes_a_foreign_byte(bool isInMemory)
    {
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps => Run(steps, isInMemory)).QuickCheckThrowOnFailure();
    }

    private static void Run(IEnumerable<Step> steps, bool isInMemory)
    {
        using var fixture = new HostsDenyFixture(isInMemory);
        var ours = new Dictionary<AddressPrefix, DateTimeOffset?>();
        var denied = new HashSet<AddressPrefix>();
        byte[] foreign = [];
        foreach (var step in steps)
        {
            if (step.Top.Length + step.End.Length > 0)
            {
                // Somebody else's edit of the file as it is; the model knows only what is theirs.
                fixture.Bytes = [.. step.Top, .. Content(fixture), .. step.End];
                foreign = [.. step.Top, .. foreign, .. step.End];
                if (HostsDenySyntax.TryReadEquivalent(step.Top.AsSpan().TrimEnd((byte)'\n'), out var address))
                {
                    denied.Add(address);
                }

                continue;
            }

            var result = fixture.Backend().ApplyAsync(step.Adds, step.Removes, CancellationToken.None).AsTask().GetAwaiter().GetResult();

            var (adds, removes, isChanged) = Expect(step, ours, denied);
            result.Removes.Select(one => one.Outcome).Should().Equal(removes);
            result.Adds.Select(one => one.Outcome).Should().Equal(adds);
            fixture
                .Backend()
                .ListAsync()
                .GetAwaiter()
                .GetResult()
                .Should()
                .BeEquivalentTo(ours.Select(one => new FirewallEntry(one.Key, one.Value)));
            if (isChanged)
            {
                var lengths = ours.Sum(one => TextOf(new FirewallEntry(one.Key, one.Value)).Length);
                Content(fixture)[lengths..].Should().Equal(foreign);
            }
        }

        fixture.Backend().UninstallAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Content(fixture).Should().Equal(foreign);
    }

    private static (List<ActionOutcome> Adds, List<ActionOutcome> Removes, bool IsChanged) Expect(
        Step step,
        Dictionary<AddressPrefix, DateTimeOffset?> ours,
        HashSet<AddressPrefix> denied
    )
    {
        var isChanged = false;
        var removes = new List<ActionOutcome>();
        var outcomes = new Dictionary<AddressPrefix, ActionOutcome>();
        foreach (var address in step.Removes)
        {
            // An address that is named twice is one removal.
            if (!outcomes.TryGetValue(address, out var outcome))
            {
                var isOurs = ours.Remove(address);
                isChanged |= isOurs;
                outcome = outcomes[address] = isOurs ? ActionOutcome.Lifted : ActionOutcome.AlreadyLifted;
            }

            removes.Add(outcome);
        }

        // Of two adds of an address the last counts.
        var ends = step
            .Adds.GroupBy(static entry => entry.Address)
            .ToDictionary(static group => group.Key, static group => group.Last().Until);
        var adds = new List<ActionOutcome>();
        foreach (var (address, _) in step.Adds)
        {
            var until = ends[address];
            var isTheirs = !ours.ContainsKey(address) && denied.Contains(address);
            adds.Add(isTheirs ? ActionOutcome.AlreadyApplied : ActionOutcome.Applied);
            if (!isTheirs)
            {
                isChanged |= !ours.TryGetValue(address, out var old) || old != until;
                ours[address] = until;
            }
        }

        return (adds, removes, isChanged);
    }

    private static string TextOf(FirewallEntry entry) => $"{HostsDenyMarker.Format(entry)}\n{HostsDenySyntax.Entry(entry.Address)}\n";

    private static byte[] Content(HostsDenyFixture fixture) => fixture.Files.File.Exists(fixture.File) ? fixture.Bytes : [];

    private sealed record Step(FirewallEntry[] Adds, AddressPrefix[] Removes, byte[] Top, byte[] End)
    {
        public override string ToString() =>
            Top.Length + End.Length > 0
                ? $"top {Convert.ToHexString(Top)} end {Convert.ToHexString(End)}"
                : $"add [{string.Join(", ", Adds)}] remove [{string.Join<AddressPrefix>(", ", Removes)}]";
    }
}
