using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall;

public sealed class FirewallSplitTests
{
    private static readonly FirewallChange[] Thousand =
    [
        .. Enumerable
            .Range(0, 1000)
            .Select(static i => new FirewallChange(new FirewallEntry(Some.Prefix($"198.18.{i >> 8}.{i & 255}"), null), Blocks: true)),
    ];

    private readonly HashSet<int> _bad = [];
    private int _runs;

    [Fact]
    public async Task One_bad_entry_is_named_and_all_others_land()
    {
        _bad.Add(333);

        var results = await new FirewallSplit(RunAsync).RunAsync(Thousand);

        results.Index().Where(static pair => !pair.Item.IsSuccess).Should().ContainSingle().Which.Index.Should().Be(333);
        results[333].Detail.Should().Be("198.18.1.77: no");
        _runs.Should().BeLessThan(25);
    }

    [Fact]
    public async Task Divides_no_more_after_so_many_refusals()
    {
        _bad.UnionWith(Enumerable.Range(0, 1000));

        var results = await new FirewallSplit(RunAsync) { MostRefusals = 20 }.RunAsync(Thousand);

        results.Should().OnlyContain(static result => result.Outcome == ActionOutcome.Failed && result.Detail!.EndsWith("no"));
        results[^1].Detail.Should().Contain("too many entries of this batch were refused");
        _runs.Should().BeLessThan(35);
    }

    [Fact]
    public async Task Starts_with_the_halves_of_what_was_refused_as_a_whole()
    {
        _bad.Add(0);

        var results = await new FirewallSplit(RunAsync).RunAsync(Thousand[..2], isRefused: true);

        results.Select(static result => result.IsSuccess).Should().Equal(false, true);
        _runs.Should().Be(2);
    }

    [Fact]
    public async Task Stops_at_a_program_that_can_not_be_run()
    {
        var split = new FirewallSplit(_ =>
        {
            _runs++;
            return ValueTask.FromResult(FirewallAttempt.Failed("it hangs"));
        })
        {
            MostPerRun = 10,
        };

        (await split.RunAsync(Thousand)).Should().OnlyContain(static result => result.Detail == "it hangs");
        _runs.Should().Be(1);
    }

    private ValueTask<FirewallAttempt> RunAsync(IReadOnlyList<FirewallChange> part)
    {
        _runs++;
        var isRefused = part.Any(change => _bad.Contains(Array.IndexOf(Thousand, change)));
        return ValueTask.FromResult(isRefused ? FirewallAttempt.Refused("no") : FirewallAttempt.Done());
    }
}
