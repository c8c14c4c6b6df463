using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.State;

public sealed class CompactEffectTableTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Long: one generated history from start to end.
    [Fact]
    public void Holds_what_a_dictionary_holds_to_the_letter() =>
        Prop.ForAll(
                Gen.ArrayOf(Gen.Zip(AnyEffect.Effect, Gen.Choose(0, 9))).ToArbitrary(),
                static steps =>
                {
                    var book = new CompactEffectTable();
                    var table = new Dictionary<ActionKey, (EffectRecord Effect, long Row)>();
                    foreach (var (effect, what) in steps)
                    {
                        if (what == 0)
                        {
                            book.Remove(effect.Key);
                            table.Remove(effect.Key);
                        }
                        else
                        {
                            book.Set(effect.Key, effect, what);
                            table[effect.Key] = (effect, what);
                        }

                        book.TryFind(effect.Key, out var found, out var row).Should().Be(table.TryGetValue(effect.Key, out var expected));
                        (found is null ? default : AnyEffect.Flat(found))
                            .Should()
                            .Be(expected.Effect is null ? default : AnyEffect.Flat(expected.Effect));
                        row.Should().Be(expected.Row);
                        book.Contains(effect.Key).Should().Be(expected.Effect is not null);
                    }

                    book.Count.Should().Be(table.Count);
                    book.Snapshot().Count.Should().Be(table.Count);
                    AnyEffect.ShouldBeSeenAtAGlance(book.Snapshot());
                    AnyEffect.ShouldBeSeenAtAGlance([.. table.Values.Select(static value => value.Effect)]);
                    book.Snapshot()
                        .Select(AnyEffect.Flat)
                        .ToHashSet()
                        .SetEquals(table.Values.Select(static value => AnyEffect.Flat(value.Effect)))
                        .Should()
                        .BeTrue();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void One_like_another_is_added_only_where_there_is_none_of_its_key()
    {
        var book = new CompactEffectTable();
        Add(book, Effect(1));
        Add(book, Effect(3) with { FailedReverts = 1 });
        var shape = book.TemplateOf(Effect(1).Key);
        EffectPacking.TryPack(Effect(2), out var two, out _).Should().BeTrue();
        EffectPacking.TryPack(Effect(1) with { State = EffectState.Reverting }, out var one, out _).Should().BeTrue();
        EffectPacking.TryPack(Effect(3), out var three, out _).Should().BeTrue();

        new[]
        {
            book.TryAddLike(shape, two, 22),
            book.TryAddLike(shape, two, 23),
            book.TryAddLike(shape, one, 24),
            book.TryAddLike(shape, three, 25),
        }
            .Should()
            .Equal(true, false, false, false);

        book.TemplateOf(Effect(3).Key).Should().Be(-1);
        book.TryFind(Effect(2).Key, out var found, out var row).Should().BeTrue();
        (AnyEffect.Flat(found!), row).Should().Be((AnyEffect.Flat(Effect(2)), 22));
        book.Snapshot()
            .Select(static effect => (effect.State, effect.FailedReverts))
            .Should()
            .BeEquivalentTo([(EffectState.Applied, 0), (EffectState.Applied, 0), (EffectState.Applied, 1)]);
        book.Remove(Effect(1).Key);
        book.Templates.Should().Be(1, "the other one uses it too");
        book.Remove(Effect(2).Key);
        book.Templates.Should().Be(0);
    }

    [Fact]
    public void Finds_what_is_on_a_subject_however_many_responders_there_are()
    {
        var book = new CompactEffectTable();
        var effects = Enumerable
            .Range(0, 600)
            .Select(static n => Effect(n % 3) with { Order = Effect(n % 3).Order with { Responder = $"fw{n / 3}" }, FailedReverts = n % 2 })
            .ToList();
        foreach (var effect in effects)
        {
            Add(book, effect);
        }

        // The names of 200 fit, and so many more don't.
        foreach (var more in Enumerable.Range(200, 200))
        {
            effects.Add(Effect(1) with { Order = Effect(1).Order with { Responder = $"fw{more}" } });
            Add(book, effects[^1]);
        }

        for (var n = 0; n < 3; n++)
        {
            book.Of(Effect(n).Key.Subject).Should().BeEquivalentTo(effects.Where(effect => effect.Key.Subject == Effect(n).Key.Subject));
        }

        book.Of(Effect(3).Key.Subject).Should().BeEmpty();
    }

    [Fact]
    public void A_block_is_kept_compact_and_so_is_one_that_was_extended_by_another_alert()
    {
        var book = new CompactEffectTable();
        for (var n = 0; n < 2000; n++)
        {
            Add(book, Effect(n));
            Add(
                book,
                Effect(n)
                    .With(
                        new EffectHolder(
                            "fw600",
                            Noon.AddHours(2),
                            2,
                            new ResponseOrigin
                            {
                                AlertId = $"1754300009.{n}",
                                RuleId = 5712,
                                Level = 10,
                            }
                        )
                    )
            );
        }

        book.Packed.Should().Be(2000);
        book.Templates.Should().Be(1);
        book.TryFind(Effect(7).Key, out var found, out _);
        found!.Order.Origin.AlertId.Should().Be("1754300000.7");
        found.Holders.Single().Origin.AlertId.Should().Be("1754300009.7");
    }

    [Fact]
    public void Order_and_holder_share_their_origin_again()
    {
        var book = new CompactEffectTable();
        Add(book, Effect(1));

        var found = book.Snapshot().Single();

        found.Holders[0].Origin.Should().BeSameAs(found.Order.Origin);
        found.Should().Be(Effect(1), "a record is what is in it, whoever made the object").And.NotBe(Effect(1) with { Holders = [] });
        found.GetHashCode().Should().Be(Effect(1).GetHashCode());
    }

    [Fact]
    public void What_nobody_uses_any_more_is_forgotten()
    {
        var book = new CompactEffectTable();
        for (var n = 0; n < 5000; n++)
        {
            var effect = Effect(n % 10);
            var origin = effect.Order.Origin with { Location = $"/var/log/{n}" };
            Add(book, effect with { Order = effect.Order with { Origin = origin } });
        }

        book.Templates.Should().Be(10, "an attacker who can choose a part of the alerts must not fill the memory");
        for (var n = 0; n < 10; n++)
        {
            book.Remove(Effect(n).Key);
        }

        book.Templates.Should().Be(0);
    }

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        var book = new CompactEffectTable();
        Add(book, Effect(1));
        Add(book, Effect(2).With(new EffectHolder("fw600", null, 2, ResponseOrigin.Manual)));
        Add(book, Effect(3) with { FailedReverts = 1 });
        var snapshot = book.Snapshot();
        var before = snapshot.Select(AnyEffect.Flat).ToList();

        for (var n = 1; n < 5; n++)
        {
            book.Remove(Effect(n).Key);
            Add(book, Effect(n + 10) with { Place = "elsewhere" });
        }

        snapshot.Select(AnyEffect.Flat).SequenceEqual(before).Should().BeTrue();
        snapshot.Select(static effect => effect.Key).Should().BeEquivalentTo([Effect(1).Key, Effect(2).Key, Effect(3).Key]);
    }

    [Fact]
    public void Rows_and_alerts_stay_with_their_effects_when_most_have_gone()
    {
        var book = new CompactEffectTable();
        for (var n = 0; n < 20_000; n++)
        {
            book.Set(Effect(n).Key, Effect(n).With(new EffectHolder("fw600", null, 1, new ResponseOrigin { AlertId = $"{n}" })), n);
        }

        for (var n = 0; n < 20_000; n++)
        {
            if (n % 100 != 0)
            {
                book.Remove(Effect(n).Key);
            }
        }

        for (var n = 0; n < 20_000; n += 100)
        {
            book.TryFind(Effect(n).Key, out var found, out var row).Should().BeTrue();
            row.Should().Be(n);
            found!.Holders[0].Origin.AlertId.Should().Be($"{n}");
        }

        book.Count.Should().Be(200);
    }

    [Fact]
    public void More_responders_than_have_numbers_are_kept_all_the_same()
    {
        var book = new CompactEffectTable();
        var effects = Enumerable
            .Range(0, 400)
            .Select(static n => new
            {
                Key = Effect(1).Key with
                {
                    Responder = $"fw{n}",
                },
                Effect = Effect(1) with
                {
                    Order = Effect(1).Order with { Responder = $"fw{n}" },
                },
            })
            .ToList();
        effects.ForEach(one => book.Set(one.Key, one.Effect, 0));

        effects.Should().OnlyContain(one => book.Contains(one.Key));
        book.Snapshot().Select(static effect => effect.Key).ToHashSet().SetEquals(effects.Select(static one => one.Key)).Should().BeTrue();
    }

    private static void Add(CompactEffectTable book, EffectRecord effect) => book.Set(effect.Key, effect, row: 0);

    private static EffectRecord Effect(int n)
    {
        var order = Some.Order("fw", alertId: $"1754300000.{n}") with
        {
            Subject = Subject.Of(AddressPrefix.From(new System.Net.IPAddress([198, (byte)(n >> 16), (byte)(n >> 8), (byte)n]))),
        };
        return new EffectRecord
        {
            Order = order,
            State = EffectState.Applied,
            Since = Noon,
            Holders = [new EffectHolder("fw600", Noon.AddHours(1), 1, order.Origin)],
        };
    }
}
