using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>Random commits, some of them failing, and restarts between them, against a dictionary.</summary>
public sealed class StoreModelTests
{
    private const int Keys = 6;

    [Fact]
    public void Holds_what_a_dictionary_holds_over_any_commits_and_restarts() =>
        Prop.ForAll(Gen.ListOf(Step()).ToArbitrary(), RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static Gen<int[]> Step() => Gen.ArrayOf(Gen.Choose(0, 10_000));

    private static bool RunAsync(List<int[]> steps)
    {
        using var folder = new StoreFolder();
        CheckAsync(folder, steps).GetAwaiter().GetResult();
        return true;
    }

    private static async Task CheckAsync(StoreFolder folder, List<int[]> steps)
    {
        var store = folder.Open();
        var effects = new Dictionary<ActionKey, EffectRecord>();
        var offenses = new Dictionary<ActionKey, OffenseRecord>();
        var positions = new Dictionary<string, string>();
        var history = new List<HistoryEntry>();
        foreach (var step in steps)
        {
            var commit = CommitOf(step, effects, offenses, history.Count);
            if (step.Length % 7 == 3)
            {
                var bad = commit with { Effects = commit.Effects.Add(null!) };
                await Assert.ThrowsAsync<ResponseStoreException>(() => store.CommitAsync(bad, CancellationToken.None).AsTask());
            }
            else
            {
                await store.CommitAsync(commit, CancellationToken.None);
                Apply(commit, effects, offenses, positions, history);
            }

            store = step.Length % 3 == 1 ? await folder.ReopenAsync() : store;
            await AgreesAsync(store, effects, offenses, positions, history);
        }

        await AgreesAsync(await folder.ReopenAsync(), effects, offenses, positions, history);
    }

    private static StoreCommit CommitOf(
        int[] numbers,
        Dictionary<ActionKey, EffectRecord> effects,
        Dictionary<ActionKey, OffenseRecord> offenses,
        int next
    )
    {
        var commit = new StoreCommit();
        foreach (var number in numbers)
        {
            var key = Some.Effect(number % Keys).Key;
            var known = effects.GetValueOrDefault(key);
            var what = number / Keys % 8;
            commit = what switch
            {
                0 or 1 => commit with { Effects = commit.Effects.Add(Some.Effect(number % Keys, EffectState.Planned)) },
                2 when known is not null => commit with
                {
                    Effects = commit.Effects.Add(known with { State = (EffectState)(number % 3), FailedReverts = number }),
                },
                3 when known is not null => commit with
                {
                    Effects = commit.Effects.Add(
                        known with
                        {
                            Holders = known.Holders.Add(Holder(number)),
                            RetryAt = Some.Noon.AddTicks(number),
                        }
                    ),
                },
                4 => commit with { Ended = commit.Ended.Add(key) },
                5 => commit with
                {
                    Offenses = commit.Offenses.Add(new OffenseRecord(key, number, Some.Noon.AddSeconds(number), Text(number))),
                },
                6 => commit with { History = commit.History.Add(Some.Entry(next + commit.History.Length) with { Detail = Text(number) }) },
                7 => commit with { Positions = commit.Positions.SetItem(Text(number % 3), Text(number)) },
                _ => commit,
            };
        }

        return commit;
    }

    private static EffectHolder Holder(int number) =>
        new(
            $"response{number % 3}",
            number % 2 == 0 ? null : Some.Noon.AddTicks(number),
            number % 5,
            new ResponseOrigin
            {
                AlertId = Text(number),
                RuleId = (uint)number,
                Level = number % 17,
                AgentName = number % 2 == 0 ? null : Text(number),
            }
        );

    private static string Text(int number) =>
        (number % 4) switch
        {
            0 => "",
            1 => $"é{number}",
            2 => $"a\0b\"{number}'",
            _ => new string('x', number % 1000),
        };

    private static void Apply(
        StoreCommit commit,
        Dictionary<ActionKey, EffectRecord> effects,
        Dictionary<ActionKey, OffenseRecord> offenses,
        Dictionary<string, string> positions,
        List<HistoryEntry> history
    )
    {
        foreach (var effect in commit.Effects)
        {
            effects[effect.Key] = effect;
        }

        foreach (var key in commit.Ended)
        {
            effects.Remove(key);
        }

        foreach (var offense in commit.Offenses)
        {
            offenses[offense.Key] = offense;
        }

        foreach (var (name, place) in commit.Positions)
        {
            positions[name] = place;
        }

        history.AddRange(commit.History);
    }

    private static async Task AgreesAsync(
        SqliteResponseStore store,
        Dictionary<ActionKey, EffectRecord> effects,
        Dictionary<ActionKey, OffenseRecord> offenses,
        Dictionary<string, string> positions,
        List<HistoryEntry> history
    )
    {
        (await store.ListAsync(CancellationToken.None)).Select(Flat).Should().BeEquivalentTo(effects.Values.Select(Flat));
        for (var n = 0; n < Keys; n++)
        {
            var key = Some.Effect(n).Key;
            (await store.FindOffenseAsync(key, CancellationToken.None)).Should().Be(offenses.GetValueOrDefault(key));
        }

        foreach (var (name, place) in positions)
        {
            (await store.FindPositionAsync(name, CancellationToken.None)).Should().Be(place);
        }

        (await store.ListHistoryAsync(new HistoryQuery { Limit = int.MaxValue }, CancellationToken.None))
            .Should()
            .Equal(Enumerable.Reverse(history));
    }

    // Arrays in records are compared by reference.
    private static (EffectRecord, string) Flat(EffectRecord effect) =>
        (effect with { Holders = ImmutableArray<EffectHolder>.Empty }, string.Join(';', effect.Holders));
}
