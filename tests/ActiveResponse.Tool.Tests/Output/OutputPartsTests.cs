using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Tests.Output;

public sealed class OutputPartsTests
{
    private readonly OutputParts _parts = new();

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(OutputParts.Length)]
    [InlineData((3 * OutputParts.Length) + 7)]
    public void Gives_back_what_was_added_in_order_and_in_parts(int atOnce)
    {
        var all = Enumerable.Range(0, 5 * OutputParts.Length).Select(static i => (byte)(i * 31 % 251)).ToArray();
        foreach (var some in all.Chunk(atOnce))
        {
            _parts.Add(some);
        }

        _parts.Count.Should().Be(all.Length);
        var taken = new List<byte>();
        while (_parts.Take() is { Count: > 0 } part)
        {
            part.Count.Should().BeLessThanOrEqualTo(OutputParts.Length);
            taken.AddRange(part);
            _parts.Return(part);
        }

        taken.Should().Equal(all);
        _parts.Count.Should().Be(0);
    }

    [Fact]
    public void A_part_is_used_again_once_it_was_returned_and_not_before()
    {
        _parts.Add("one"u8);
        var first = _parts.Take();
        _parts.Add("two"u8);
        first.Array.Should().StartWith("one"u8.ToArray());

        var second = _parts.Take();
        second.Array.Should().NotBeSameAs(first.Array);
        _parts.Return(first);
        _parts.Add("three"u8);

        _parts.Take().Array.Should().BeSameAs(first.Array);
    }

    [Fact]
    public void A_burst_that_is_written_as_it_comes_takes_no_more_memory()
    {
        var arrays = new HashSet<byte[]>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < 1000; i++)
        {
            _parts.Add(new byte[OutputParts.Length]);
            var part = _parts.Take();
            arrays.Add(part.Array!);
            _parts.Return(part);
        }

        arrays.Should().HaveCountLessThanOrEqualTo(2);
    }

    [Fact]
    public void Nothing_is_taken_where_nothing_waits() => _parts.Take().Count.Should().Be(0);
}
