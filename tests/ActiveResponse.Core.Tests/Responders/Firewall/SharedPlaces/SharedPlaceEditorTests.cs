using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

/// <summary>What becomes of a batch when the program or the list fails on the way.</summary>
public sealed class SharedPlaceEditorTests
{
    private static readonly CommandResult Refusal = CommandResult.Exited(1, error: "prog: no\n");

    private readonly Place _place = new();

    [Fact]
    public async Task Gives_up_a_batch_of_which_all_is_refused()
    {
        _place.Answer = static _ => Refusal;
        var addresses = Enumerable.Range(0, 2000).Select(static i => Some.Prefix($"198.18.{i >> 8}.{i & 255}")).ToList();

        var done = await AddAsync([.. addresses]);

        done.Should().OnlyContain(static result => result.Outcome == ActionOutcome.Failed && result.Detail!.EndsWith("prog: no."));
        _place.Runs.Should().BeLessThan(700);
    }

    [Fact]
    public async Task Says_that_entries_may_be_in_place_when_the_place_can_not_be_read_again()
    {
        _place.Answer = _ =>
        {
            _place.IsReadable = false;
            return Refusal;
        };

        var result = (await AddAsync("192.0.2.1")).Single();

        (result.Outcome, result.MayBeInPlace, result.Detail).Should().Be((ActionOutcome.Failed, true, "can't read"));
    }

    [Fact]
    public async Task Changes_nothing_that_it_could_not_read_before()
    {
        _place.IsReadable = false;

        var result = (await AddAsync("192.0.2.1")).Single();

        (result.Outcome, result.MayBeInPlace).Should().Be((ActionOutcome.Failed, false));
        _place.Runs.Should().Be(0);
    }

    [Fact]
    public async Task Stops_when_the_program_can_not_be_started_and_gives_each_entry_the_reason()
    {
        _place.Answer = static _ => CommandResult.NotStarted(StartFailure.NotPermitted, "prog: permission\n denied");

        var results = await AddAsync("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5");

        results
            .Should()
            .OnlyContain(static result =>
                result.Outcome == ActionOutcome.Failed && result.Detail!.StartsWith("prog can't be started: prog: permission")
            );
        _place.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Half_of_a_part_that_failed_may_have_landed()
    {
        _place.Answer = addresses =>
        {
            if (!addresses.Contains(Some.Prefix("192.0.2.2")))
            {
                return null;
            }

            _place.Entries.UnionWith(addresses.TakeWhile(static address => address != Some.Prefix("192.0.2.2")));
            return Refusal;
        };

        var results = await AddAsync("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");

        results.Select(static result => result.IsSuccess).Should().Equal(true, false, true, true);
        _place.Entries.Should().HaveCount(3);
    }

    private Task<IReadOnlyList<ResponderResult>> AddAsync(params string[] addresses) => AddAsync([.. addresses.Select(Some.Prefix)]);

    private async Task<IReadOnlyList<ResponderResult>> AddAsync(IReadOnlyList<AddressPrefix> addresses)
    {
        var batch = new FirewallBatch([.. addresses.Select(static address => new FirewallEntry(address, null))], []);
        await new SharedPlaceEditor(_place).ChangeAsync(batch, CancellationToken.None);
        return batch.ToResult().Adds;
    }

    private sealed class Place : ISharedPlace
    {
        public HashSet<AddressPrefix> Entries { get; } = [];

        public bool IsReadable { get; set; } = true;

        public int Runs { get; private set; }

        /// <summary>Null: it does as it is told.</summary>
        public Func<IReadOnlyList<AddressPrefix>, CommandResult?> Answer { get; set; } = static _ => null;

        public FirewallProgram Program { get; } = new(new FakeCommandRunner(), "prog");

        public int MostPerRun => 1000;

        public bool ExitCodeCounts => true;

        public ValueTask<string> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult("fine");

        public ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken) =>
            IsReadable ? ValueTask.FromResult<HashSet<AddressPrefix>>([.. Entries]) : throw new FirewallException("can't read");

        public ValueTask<CommandResult> ChangeAsync(
            IReadOnlyList<AddressPrefix> addresses,
            bool blocks,
            CancellationToken cancellationToken
        )
        {
            Runs++;
            if (Answer(addresses) is { } answer)
            {
                return ValueTask.FromResult(answer);
            }

            Entries.UnionWith(addresses);
            return ValueTask.FromResult(CommandResult.Exited(0));
        }
    }
}
