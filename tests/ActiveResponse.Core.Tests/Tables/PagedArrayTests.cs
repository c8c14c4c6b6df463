using ActiveResponse.Tables;

namespace ActiveResponse.Tests.Tables;

public sealed class PagedArrayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(PagedArray<long>.SmallestPage)]
    [InlineData(131_072)]
    [InlineData(131_073)]
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
    public void A_few_elements_take_a_few_kilobytes_and_many_no_more_than_a_huge_page_beyond_them()
    {
        var array = new PagedArray<long>();
        array.Grow();
        array.Length.Should().Be(PagedArray<long>.SmallestPage);

        for (var before = 0; array.Length < 1_000_000; before = array.Length)
        {
            array.Grow();
            ((array.Length - before) * sizeof(long)).Should().BeInRange(sizeof(long) * PagedArray<long>.SmallestPage, 2 * 1024 * 1024);
        }
    }
}
