using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Tests.Running;

public sealed class ReadingProgressTests
{
    private readonly ReadingProgress _progress = new();

    [Fact]
    public void A_backlog_is_counted_from_where_reading_began_and_the_end_says_nothing()
    {
        const long Begin = 4_000_000;
        new long?[] { Begin, 3_000_000, 1_000_000, 300_000, 100, 0 }
            .Select(_progress.Of)
            .Should()
            .Equal("read 0 %", "read 25 %", "read 75 %", "read 92 %", null, null);
    }

    [Fact]
    public void A_file_that_grows_faster_than_it_is_read_never_counts_backwards_below_zero()
    {
        new long?[] { 1_000_000, 900_000, 2_000_000, 1_000_000 }
            .Select(_progress.Of)
            .Should()
            .Equal("read 0 %", "read 10 %", "read 0 %", "read 50 %");
    }

    [Fact]
    public void What_trickles_in_later_is_no_backlog_and_an_unknown_one_isnt_shown()
    {
        new long?[] { 4_000_000, 0, 2_000, null }
            .Select(_progress.Of)
            .Should()
            .Equal("read 0 %", null, null, null);
    }
}
