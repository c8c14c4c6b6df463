using ActiveResponse.State;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>Offenses, and several threads at once.</content>
public abstract partial class ResponseStoreConformance
{
    [Fact]
    public async Task Counts_of_offenses_are_replaced_and_outlive_their_effect()
    {
        var store = await CreateAsync();
        var effect = Effect();
        await store.CommitAsync(new StoreCommit { Effects = [effect], Offenses = [Offense(effect, 1)] }, CancellationToken.None);
        await store.CommitAsync(
            new StoreCommit { Offenses = [Offense(effect, 2, Noon.AddTicks(5)) with { LastAlertId = "é" }] },
            CancellationToken.None
        );
        await store.CommitAsync(new StoreCommit { Ended = [effect.Key] }, CancellationToken.None);

        Assert.Equal(
            Offense(effect, 2, Noon.AddTicks(5)) with
            {
                LastAlertId = "é",
            },
            await store.FindOffenseAsync(effect.Key, CancellationToken.None)
        );
        Assert.Null(await store.FindOffenseAsync(Effect(10).Key, CancellationToken.None));
        await HoldsAsync(store);
    }

    [Fact]
    public async Task Forgets_offenses_before_a_time_but_not_of_effects_that_are_not_gone()
    {
        var store = await CreateAsync();
        await store.CommitAsync(
            new StoreCommit
            {
                Effects = [Effect(1)],
                Offenses =
                [
                    Offense(Effect(1), 1, Noon.AddTicks(-1)),
                    Offense(Effect(2), 1, Noon),
                    Offense(Effect(3), 1, Noon.AddTicks(1)),
                    Offense(Effect(4), 1, Noon.AddTicks(-1)),
                ],
            },
            CancellationToken.None
        );

        await store.ForgetOffensesAsync(Noon, CancellationToken.None);

        // The decay of an effect's offense runs from its end.
        Assert.NotNull(await store.FindOffenseAsync(Effect(1).Key, CancellationToken.None));
        Assert.Null(await store.FindOffenseAsync(Effect(4).Key, CancellationToken.None));
        Assert.NotNull(await store.FindOffenseAsync(Effect(2).Key, CancellationToken.None));
        Assert.NotNull(await store.FindOffenseAsync(Effect(3).Key, CancellationToken.None));
        await HoldsAsync(store, Effect(1));
    }

    [Fact]
    public async Task Serves_several_threads_at_once()
    {
        const int Threads = 4;
        const int Each = 50;
        var store = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => WorkAsync(thread))));

        await HoldsAsync(store, [.. Enumerable.Range(0, Threads * Each).Where(static n => n % 2 == 0).Select(static n => Effect(n))]);

        async Task WorkAsync(int thread)
        {
            for (var i = 0; i < Each; i++)
            {
                var effect = Effect((thread * Each) + i);
                await store.CommitAsync(new StoreCommit { Effects = [effect], Offenses = [Offense(effect, 1)] }, CancellationToken.None);
                Assert.NotNull(await store.FindAsync(effect.Key, CancellationToken.None));
                await store.ListAsync(CancellationToken.None);
                if (i % 2 != 0)
                {
                    await store.CommitAsync(new StoreCommit { Ended = [effect.Key] }, CancellationToken.None);
                }
            }
        }
    }

    [Fact]
    public async Task A_list_never_shows_half_a_commit()
    {
        var store = await CreateAsync();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await CommitAsync(store, Effect(1), Effect(2));
                await store.CommitAsync(new StoreCommit { Ended = [Effect(1).Key, Effect(2).Key] }, CancellationToken.None);
            }
        });

        while (!writer.IsCompleted)
        {
            Assert.NotEqual(1, (await store.ListAsync(CancellationToken.None)).Count);
        }

        await writer;
    }
}
