using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.State.Compact;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.State;

public sealed class CompactOffenseTableTests
{
    [Fact]
    public void Holds_what_a_dictionary_holds_to_the_letter() =>
        Prop.ForAll(
                Gen.ArrayOf(Gen.Zip(AnyEffect.Offense, Gen.Choose(0, 9))).ToArbitrary(),
                static steps =>
                {
                    var book = new CompactOffenseTable();
                    var table = new Dictionary<ActionKey, (OffenseRecord Offense, long Row)>();
                    foreach (var (offense, what) in steps)
                    {
                        if (what == 0)
                        {
                            book.Remove(offense.Key);
                            table.Remove(offense.Key);
                        }
                        else
                        {
                            book.Set(offense.Key, offense, what);
                            table[offense.Key] = (offense, what);
                        }

                        book.TryFind(offense.Key, out var found, out var row).Should().Be(table.TryGetValue(offense.Key, out var expected));
                        found.Should().Be(expected.Offense);
                        (found?.LastAt.Offset).Should().Be(expected.Offense?.LastAt.Offset);
                        row.Should().Be(expected.Row);
                        var before = book.Before(offense.LastAt);
                        before.Should().OnlyHaveUniqueItems();
                        before
                            .ToHashSet()
                            .SetEquals(table.Where(pair => pair.Value.Offense.LastAt < offense.LastAt).Select(static pair => pair.Key))
                            .Should()
                            .BeTrue();
                    }

                    book.Count.Should().Be(table.Count);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
