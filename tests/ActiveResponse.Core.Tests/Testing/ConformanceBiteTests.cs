using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;
using Xunit.Sdk;

namespace ActiveResponse.Tests.Testing;

/// <summary>The suites fail for backends, stores and responders that are wrong: one fault each.</summary>
public sealed class ConformanceBiteTests
{
    [Fact]
    public Task A_backend_that_cuts_networks_down_is_caught() =>
        Caught(
            new Firewall
            {
                Adds = static entries => entries.Select(static entry => entry with { Address = AddressPrefix.From(entry.Address.Address) }),
            },
            static suite => suite.Blocks_networks_if_it_says_so_and_refuses_them_otherwise()
        );

    [Fact]
    public Task A_backend_that_keeps_the_old_end_is_caught()
    {
        var first = new Dictionary<AddressPrefix, DateTimeOffset?>();
        return Caught(
            new Firewall
            {
                Adds = entries =>
                    entries.Select(entry => first.TryAdd(entry.Address, entry.Until) ? entry : entry with { Until = first[entry.Address] }),
            },
            static suite => suite.An_extended_entry_has_its_new_end()
        );
    }

    [Fact]
    public Task A_backend_that_makes_ended_entries_permanent_is_caught() =>
        Caught(
            new Firewall { Adds = static entries => entries.Select(static entry => entry with { Until = null }) },
            static suite => suite.An_entry_whose_end_has_passed_does_not_stay_for_good()
        );

    [Fact]
    public Task A_backend_that_answers_in_another_order_is_caught() =>
        Caught(
            new Firewall { Results = static results => [.. results.Reverse()] },
            static suite => suite.A_large_batch_has_a_result_for_each_entry_in_order()
        );

    [Fact]
    public Task A_backend_that_leaves_results_out_is_caught() =>
        Caught(
            new Firewall { Results = static results => [.. results.Distinct()] },
            static suite => suite.A_large_batch_has_a_result_for_each_entry_in_order()
        );

    [Fact]
    public Task A_backend_that_leaves_entries_behind_is_caught() =>
        Caught(new Firewall { StaysInstalled = true }, static suite => suite.Uninstalling_leaves_the_place_as_it_was_found());

    [Fact]
    public async Task A_store_that_forgets_too_much_is_caught()
    {
        var suite = new StoreSuite();

        await FluentActions
            .Awaiting(suite.Forgets_offenses_before_a_time_but_not_of_effects_that_are_not_gone)
            .Should()
            .ThrowAsync<XunitException>();
    }

    [Fact]
    public async Task A_responder_that_throws_or_does_not_heed_cancellation_is_caught()
    {
        var suite = new ResponderSuite();

        await FluentActions.Awaiting(() => suite.A_hostile_subject_gets_an_answer(0)).Should().ThrowAsync<FormatException>();
        await FluentActions.Awaiting(suite.An_order_that_is_cancelled_before_it_begins_has_no_effect).Should().ThrowAsync<XunitException>();
        await FluentActions.Awaiting(suite.Takes_the_effect_back).Should().ThrowAsync<XunitException>();
    }

    private static async Task Caught(Firewall firewall, Func<FirewallSuite, Task> test)
    {
        await test(new FirewallSuite(new Firewall()));
        await FluentActions.Awaiting(() => test(new FirewallSuite(firewall))).Should().ThrowAsync<XunitException>();
    }

    private sealed class FirewallSuite(Firewall firewall) : FirewallBackendConformance
    {
        protected override TimeProvider Clock { get; } = new ManualClock();

        protected override ValueTask<IFirewallBackend> CreateAsync() => ValueTask.FromResult<IFirewallBackend>(firewall);

        protected override async ValueTask<string> DescribeHostAsync() =>
            string.Join(' ', await firewall.ListAsync(CancellationToken.None));
    }

    private sealed class Firewall : IFirewallBackend
    {
        private readonly InMemoryFirewall _inner = new();

        public Func<IEnumerable<FirewallEntry>, IEnumerable<FirewallEntry>> Adds { get; init; } = static entries => entries;

        public Func<IReadOnlyList<ResponderResult>, IReadOnlyList<ResponderResult>> Results { get; init; } = static results => results;

        public bool StaysInstalled { get; init; }

        public string Name => _inner.Name;

        public FirewallCapabilities Capabilities => _inner.Capabilities;

        public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => _inner.ProbeAsync(cancellationToken);

        public async ValueTask<FirewallBatchResult> ApplyAsync(
            IReadOnlyList<FirewallEntry> adds,
            IReadOnlyList<AddressPrefix> removes,
            CancellationToken cancellationToken
        )
        {
            var result = await _inner.ApplyAsync([.. Adds(adds)], removes, cancellationToken);
            return new FirewallBatchResult(Results(result.Adds), Results(result.Removes));
        }

        public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
            _inner.ListAsync(cancellationToken);

        public ValueTask UninstallAsync(CancellationToken cancellationToken) =>
            StaysInstalled ? ValueTask.CompletedTask : _inner.UninstallAsync(cancellationToken);
    }

    private sealed class StoreSuite : ResponseStoreConformance
    {
        protected override ValueTask<IResponseStore> CreateAsync() => ValueTask.FromResult<IResponseStore>(new Forgetful());
    }

    private sealed class Forgetful() : DelegatingResponseStore(new InMemoryResponseStore())
    {
        // One tick too many.
        public override ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
            Inner.ForgetOffensesAsync(before.AddTicks(1), cancellationToken);
    }

    private sealed class ResponderSuite : ReversibleResponderConformance
    {
        private readonly HashSet<string> _effects = [];

        protected override ValueTask<IResponder> CreateAsync() =>
            ValueTask.FromResult<IResponder>(
                new RecordingResponder
                {
                    OnApply = (context, _) =>
                    {
                        _effects.Add(
                            context.Subject.Address is { IsSingleAddress: true } ? $"{context.Subject}" : throw new FormatException()
                        );
                        return ValueTask.FromResult(ResponderResult.Applied());
                    },
                }
            );

        protected override ValueTask<string> DescribeEffectsAsync() => ValueTask.FromResult(string.Join(' ', _effects.Order()));
    }
}
