using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Configuration;
using ActiveResponse.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Tables;

public sealed class PackedTableTests
{
    [Fact]
    public void Finds_what_a_dictionary_finds_after_any_adding_and_removing() =>
        Prop.ForAll(
                Gen.ArrayOf(Gen.Choose(0, 4000), 3000).ToArbitrary(),
                static steps =>
                {
                    var table = new PackedTable<Entry>();
                    var expected = new Dictionary<int, int>();
                    foreach (var step in steps)
                    {
                        // Few keys, so that they come and go.
                        var key = step % 300;
                        if (expected.Remove(key))
                        {
                            table.Remove(table.Find(Key(key)));
                        }
                        else
                        {
                            table[table.Add(Key(key))].Value = step;
                            expected.Add(key, step);
                        }
                    }

                    AgreesWith(table, expected);
                    table.Compact();
                    AgreesWith(table, expected);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Coming_and_going_takes_no_memory()
    {
        var table = new PackedTable<Entry>();
        for (var round = 0; round < 20_000; round++)
        {
            table.Add(Key(round));
            if (round >= 100)
            {
                table.Remove(table.Find(Key(round - 100)));
            }
        }

        table.Count.Should().Be(100);
        table.Capacity.Should().Be(512);
    }

    private static void AgreesWith(PackedTable<Entry> table, Dictionary<int, int> expected)
    {
        table.Count.Should().Be(expected.Count);
        var passed = 0;
        for (var number = table.Next(0); number != 0; number = table.Next(number))
        {
            passed++;
        }

        passed.Should().Be(expected.Count);
        var found = Enumerable.Range(0, 300).Select(key => (Key: key, Number: table.Find(Key(key)))).Where(static pair => pair.Number != 0);
        found
            .ToDictionary(static pair => pair.Key, pair => table[pair.Number].Value)
            .OrderBy(static pair => pair.Key)
            .SequenceEqual(expected.OrderBy(static pair => pair.Key))
            .Should()
            .BeTrue();
    }

    private static PackedKey Key(int n) => new(AddressPrefix.From([198, 51, (byte)(n >> 8), (byte)n], 32), 1);

    private struct Entry : IPackedEntry
    {
        private PackedKey _key;
        public int Value;

        [UnscopedRef]
        public ref PackedKey Key => ref _key;

        public int NextFree
        {
            readonly get => Value;
            set => Value = value;
        }
    }
}
