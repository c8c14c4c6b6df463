using ActiveResponse.Planning;
using ActiveResponse.State;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>Effects: stored, replaced, ended, all or none.</content>
public abstract partial class ResponseStoreConformance
{
    [Fact]
    public async Task Knows_nothing_at_first()
    {
        var store = await CreateAsync();

        Assert.Null(await store.FindAsync(Effect().Key, CancellationToken.None));
        Assert.Null(await store.FindOffenseAsync(Effect().Key, CancellationToken.None));
        await HoldsAsync(store);
    }

    [Fact]
    public async Task Gives_back_what_was_stored_with_every_field()
    {
        var store = await CreateAsync();

        await CommitAsync(store, Effect(), FullEffect());

        await HoldsAsync(store, Effect(), FullEffect());
        Assert.Null(await store.FindAsync(Effect(10).Key, CancellationToken.None));
    }

    [Fact]
    public async Task A_later_commit_replaces_the_effect_of_its_key()
    {
        var store = await CreateAsync();
        var later = Effect() with { State = EffectState.Reverting, FailedReverts = 1, RetryAt = Noon, Holders = FullEffect().Holders };

        await CommitAsync(store, Effect(9, EffectState.Planned), Effect(10));
        await CommitAsync(store, later);

        await HoldsAsync(store, later, Effect(10));
    }

    [Fact]
    public async Task An_ended_effect_is_gone_and_the_others_stay()
    {
        var store = await CreateAsync();
        await CommitAsync(store, Effect(9), Effect(10), FullEffect());

        await store.CommitAsync(new StoreCommit { Ended = [Effect(9).Key, FullEffect().Key] }, CancellationToken.None);

        await HoldsAsync(store, Effect(10));
        Assert.Null(await store.FindAsync(Effect(9).Key, CancellationToken.None));
    }

    [Fact]
    public async Task Ending_what_is_not_known_is_no_error()
    {
        var store = await CreateAsync();
        await CommitAsync(store, Effect());

        await store.CommitAsync(new StoreCommit { Ended = [Effect(10).Key] }, CancellationToken.None);
        await store.CommitAsync(new StoreCommit(), CancellationToken.None);

        await HoldsAsync(store, Effect());
    }

    [Fact]
    public async Task What_ended_can_begin_again()
    {
        var store = await CreateAsync();
        await CommitAsync(store, Effect());
        await store.CommitAsync(new StoreCommit { Ended = [Effect().Key] }, CancellationToken.None);

        await CommitAsync(store, Effect());

        await HoldsAsync(store, Effect());
    }

    [Fact]
    public async Task Keys_differ_by_responder_and_by_each_part_of_the_subject()
    {
        var store = await CreateAsync();
        var full = FullEffect();
        EffectRecord[] effects =
        [
            full,
            full with
            {
                Order = full.Order with { Responder = "host-deny" },
            },
            full with
            {
                Order = full.Order with { Subject = full.Order.Subject with { User = "Mallory" } },
            },
            full with
            {
                Order = full.Order with { Subject = full.Order.Subject with { User = null } },
            },
            full with
            {
                Order = full.Order with { Subject = full.Order.Subject with { File = null } },
            },
            full with
            {
                Order = full.Order with { Subject = full.Order.Subject with { Address = null } },
            },
        ];

        await CommitAsync(store, [.. effects]);

        await HoldsAsync(store, effects);
    }

    [Fact]
    public async Task The_effects_on_a_subject_are_those_of_every_responder_and_of_no_other_subject()
    {
        var store = await CreateAsync();
        var (plain, full) = (Effect(), FullEffect());
        EffectRecord[] plains =
        [
            plain,
            plain with
            {
                Order = plain.Order with { Responder = "host-deny" },
            },
            plain with
            {
                Order = plain.Order with { Responder = "route-null" },
                FailedReverts = 1,
            },
        ];
        EffectRecord[] fulls = [full, full with { Order = full.Order with { Responder = "host-deny" } }];
        var named = plain with { Order = plain.Order with { Subject = plain.Order.Subject with { User = "mallory" } } };

        await CommitAsync(store, [.. plains, .. fulls, named, Effect(10)]);

        await AreOnAsync(plain.Key.Subject, plains);
        await AreOnAsync(full.Key.Subject, fulls);
        await AreOnAsync(named.Key.Subject, named);
        await AreOnAsync(Effect(11).Key.Subject);
        await store.CommitAsync(new StoreCommit { Ended = [plains[0].Key, plains[2].Key] }, CancellationToken.None);
        await AreOnAsync(plain.Key.Subject, plains[1]);

        async Task AreOnAsync(Subject subject, params EffectRecord[] expected) =>
            Assert.Equal(
                expected.Select(Text).Order(StringComparer.Ordinal),
                (await store.ListAsync(subject, CancellationToken.None)).Select(Text).Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task A_list_is_a_snapshot()
    {
        var store = await CreateAsync();
        await CommitAsync(store, Effect(9), Effect(10));

        var list = await store.ListAsync(CancellationToken.None);
        await store.CommitAsync(
            new StoreCommit { Effects = [Effect(11)], Ended = [Effect(9).Key, Effect(10).Key] },
            CancellationToken.None
        );

        Assert.Equal(
            new[] { Effect(10), Effect(9) }.Select(Text).Order(StringComparer.Ordinal),
            list.Select(Text).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_cancelled_commit_stores_all_or_nothing()
    {
        var store = await CreateAsync();
        var commit = new StoreCommit { Effects = [Effect(9), Effect(10)], Offenses = [Offense(Effect(9), 1)] };

        try
        {
            await store.CommitAsync(commit, new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            await HoldsAsync(store);
            Assert.Null(await store.FindOffenseAsync(Effect(9).Key, CancellationToken.None));
            return;
        }

        // A store may also finish what takes no time; then it must have finished it.
        await HoldsAsync(store, Effect(9), Effect(10));
        Assert.NotNull(await store.FindOffenseAsync(Effect(9).Key, CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_everything_over_a_restart_if_it_says_it_is_durable()
    {
        var store = await CreateAsync();
        await store.CommitAsync(
            new StoreCommit { Effects = [Effect(9), Effect(10), FullEffect()], Offenses = [Offense(Effect(9), 2)] },
            CancellationToken.None
        );
        await store.CommitAsync(new StoreCommit { Ended = [Effect(10).Key] }, CancellationToken.None);
        var again = store.IsDurable ? await ReopenAsync(store) : store;

        Assert.Equal(store.IsDurable, again.IsDurable);
        await HoldsAsync(again, Effect(9), FullEffect());
        Assert.Equal(Offense(Effect(9), 2), await again.FindOffenseAsync(Effect(9).Key, CancellationToken.None));
    }
}
