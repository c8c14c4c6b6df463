using System.Globalization;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

public sealed class HugePagesTests
{
    [Theory]
    [InlineData("2097152", "always [madvise] never", true)]
    [InlineData("2097152", "[always] madvise never", true)]
    [InlineData("2097152", "always madvise [never]", false)]
    // 64 KB pages have huge ones of half a gigabyte.
    [InlineData("536870912", "[always] madvise never", false)]
    [InlineData(null, "[always] madvise never", false)]
    [InlineData("2097152", null, false)]
    [InlineData("", "", false)]
    public void Are_used_where_the_kernel_has_them_and_the_owner_wants_them(string? size, string? enabled, bool isUsable) =>
        HugePages.IsUsable(size, enabled).Should().Be(isUsable);

    [Fact]
    public void A_new_array_is_zero_however_long()
    {
        foreach (var length in new[] { 0, 1, 100_000, HugePages.Size / sizeof(long), 1_000_000 })
        {
            HugePages.NewArray<long>(length).AsSpan().SequenceEqual(new long[length]).Should().BeTrue();
        }
    }

    [Fact]
    public unsafe void What_is_in_an_array_and_beside_it_stays_when_it_is_put_on_huge_pages()
    {
        // Three huge pages long, so that it spans two whole ones wherever it starts.
        var arrays = Enumerable.Range(0, 3).Select(static n => Enumerable.Range(n, 3 * HugePages.Size / sizeof(int)).ToArray()).ToArray();

        Assert.SkipUnless(HugePages.TryBack(arrays[1]), "the kernel has no huge pages here, or none to give");

        fixed (int* first = arrays[1])
        {
            HugeBytesAt((nuint)first + HugePages.Size).Should().BeGreaterThanOrEqualTo(HugePages.Size);
        }

        for (var n = 0; n < arrays.Length; n++)
        {
            arrays[n].SequenceEqual(Enumerable.Range(n, arrays[n].Length)).Should().BeTrue();
        }
    }

    private static long HugeBytesAt(nuint address)
    {
        var isIn = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (
                line.Split(' ')[0].Split('-') is [var from, var to]
                && nuint.TryParse(from, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var start)
                && nuint.TryParse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var end)
            )
            {
                isIn = start <= address && address < end;
            }
            else if (isIn && line.StartsWith("AnonHugePages:", StringComparison.Ordinal))
            {
                return 1024
                    * long.Parse(
                        line["AnonHugePages:".Length..^2],
                        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                        CultureInfo.InvariantCulture
                    );
            }
        }

        return 0;
    }
}
