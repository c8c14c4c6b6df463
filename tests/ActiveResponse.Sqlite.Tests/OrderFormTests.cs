using ActiveResponse.Sqlite.Tables;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>What many orders have in common is stored once.</summary>
public sealed class OrderFormTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Orders_that_differ_in_address_and_alert_share_one_form_also_after_a_restart()
    {
        await _folder.Open().CommitAsync(Commit(Enumerable.Range(1, 100).Select(static n => Some.Effect(n))), CancellationToken.None);
        await (await _folder.ReopenAsync()).CommitAsync(Commit([Some.Effect(101)]), CancellationToken.None);

        _folder.Number("SELECT count(*) FROM form").Should().Be(1);
        _folder.Number("SELECT count(*) FROM effect WHERE command = '' AND holders = ''").Should().Be(101);
    }

    // Long: one variant per member of an order.
    [Fact]
    public async Task An_order_that_differs_in_anything_else_has_a_form_of_its_own_and_comes_back()
    {
        var effect = Some.Effect(1);
        var order = effect.Order;
        var origin = order.Origin;
        EffectRecord[] effects =
        [
            .. new[]
            {
                order,
                order with
                {
                    ResponseName = "other",
                },
                order with
                {
                    Command = order.Command with { ExtraArguments = "-v" },
                },
                order with
                {
                    Responder = "other",
                },
                order with
                {
                    Location = Configuration.ResponseLocation.All,
                },
                order with
                {
                    TargetAgent = "7",
                },
                order with
                {
                    RunsHere = false,
                },
                order with
                {
                    RunsElsewhere = true,
                },
                order with
                {
                    Timeout = TimeSpan.Zero,
                },
                order with
                {
                    Origin = origin with { RuleId = 1 },
                },
                order with
                {
                    Origin = origin with { Level = 1 },
                },
                order with
                {
                    Origin = origin with { AgentId = null },
                },
                order with
                {
                    Origin = origin with { AgentName = null },
                },
                order with
                {
                    Origin = origin with { Location = null },
                },
                order with
                {
                    Origin = origin with { ConfigVersion = "other" },
                },
            }.Select((one, n) => effect with { Order = one with { Subject = Some.Address(n) } }),
        ];
        await _folder.Open().CommitAsync(Commit(effects), CancellationToken.None);

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().BeEquivalentTo(effects);
        _folder.Number("SELECT count(*) FROM form").Should().Be(effects.Length);
    }

    [Fact]
    public async Task A_form_that_no_effect_has_any_more_is_gone_after_the_next_start_and_its_number_serves_no_wrong_effect()
    {
        var store = _folder.Open();
        await store.CommitAsync(Commit([Some.Effect(1), Another(2)]), CancellationToken.None);
        await store.CommitAsync(new StoreCommit { Ended = [Some.Effect(1).Key] }, CancellationToken.None);

        store = await _folder.ReopenAsync();
        _folder.Number("SELECT count(*) FROM form").Should().Be(1);
        await store.CommitAsync(Commit([Some.Effect(3)]), CancellationToken.None);

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().BeEquivalentTo([Another(2), Some.Effect(3)]);
    }

    [Fact]
    public async Task A_form_whose_transaction_was_rolled_back_is_stored_anew()
    {
        var store = _folder.Open();
        var spoilt = () =>
            store
                .ChangeAsync(
                    static writer =>
                    {
                        writer.Write(Commit([Some.Effect(1)]));
                        throw new InvalidOperationException("no");
                    },
                    CancellationToken.None
                )
                .AsTask();
        await spoilt.Should().ThrowAsync<ResponseStoreException>();

        await store.CommitAsync(Commit([Some.Effect(2)]), CancellationToken.None);

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None)).Should().BeEquivalentTo([Some.Effect(2)]);
    }

    [Fact]
    public async Task What_comes_after_the_most_forms_is_stored_whole()
    {
        await _folder.Open().CommitAsync(Commit(Enumerable.Range(1, FormTable.Most + 2).Select(Another)), CancellationToken.None);

        (await (await _folder.ReopenAsync()).ListAsync(CancellationToken.None))
            .Should()
            .HaveCount(FormTable.Most + 2)
            .And.ContainEquivalentOf(Another(FormTable.Most + 2));
        _folder.Number("SELECT count(*) FROM form").Should().Be(FormTable.Most);
        _folder.Number("SELECT count(*) FROM effect WHERE command <> ''").Should().Be(2);
    }

    private static StoreCommit Commit(IEnumerable<EffectRecord> effects) => new() { Effects = [.. effects] };

    private static EffectRecord Another(int n)
    {
        var effect = Some.Effect(n);
        return effect with { Order = effect.Order with { Origin = effect.Order.Origin with { RuleId = (uint)n } } };
    }
}
