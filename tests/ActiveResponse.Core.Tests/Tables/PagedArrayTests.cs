using ActiveResponse.Tables;

namespace ActiveResponse.Tests.Tables;

public sealed class PagedArrayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(PagedArray<long>.PageLength)]
    [InlineData(PagedArray<long>.PageLength + 1)]
    [InlineData(1_000_000)]
    public void Keeps_every_element_while_it_grows(int count)
    {
        var array = new PagedArray<long>();
        var isNew = true;
        for (var i = 0; i < count; i++)
        {
            if (i == array.Length)
            {
                array.Grow();
            }

            isNew &= array[i] == 0;
            array[i] = i;
        }

        isNew.Should().BeTrue();
        array.Length.Should().BeGreaterThanOrEqualTo(count);
        Enumerable.Range(0, count).Any(i => array[i] != i).Should().BeFalse();
    }

    [Fact]
    public void It_grows_by_one_small_page_at_a_time()
    {
        var array = new PagedArray<long>();
        for (var before = 0; array.Length < 100_000; before = array.Length)
        {
            array.Grow();
            (array.Length - before).Should().Be(PagedArray<long>.PageLength);
        }
    }
}
