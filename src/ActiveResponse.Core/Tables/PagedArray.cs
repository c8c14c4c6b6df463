using System.Numerics;
using System.Runtime.CompilerServices;
using ActiveResponse.Platform;

namespace ActiveResponse.Tables;

/// <summary>
/// A long array in pages, which grows without being copied: small pages first, and then some of the size of a huge page of the kernel.
/// Elements hold no references, so that the collector doesn't look into them.
/// </summary>
internal sealed class PagedArray<T>
    where T : unmanaged
{
    /// <summary>So many elements are on the smallest page.</summary>
    public const int SmallestPage = 1 << SmallBits;

    private const int SmallBits = 9;

    // As long as there are no more, half a huge page that isn't used would show.
    private const int InSmall = 1 << 17;

    private static readonly int LargeBits = BitOperations.Log2((uint)(HugePages.Size / Unsafe.SizeOf<T>()));

    private T[][] _small = [];
    private T[][] _large = [];

    /// <summary>How many elements there are.</summary>
    public int Length { get; private set; }

    /// <summary>An element that is there.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (index < InSmall)
            {
                return ref _small[index >> SmallBits][index & (SmallestPage - 1)];
            }

            var beyond = index - InSmall;
            return ref _large[beyond >> LargeBits][beyond & ((1 << LargeBits) - 1)];
        }
    }

    /// <summary>Adds a page of elements, all zero.</summary>
    public void Grow()
    {
        if (Length < InSmall)
        {
            Put(ref _small, Length >> SmallBits, new T[SmallestPage]);
            Length += SmallestPage;
        }
        else
        {
            Put(ref _large, (Length - InSmall) >> LargeBits, HugePages.NewArray<T>(1 << LargeBits));
            Length += 1 << LargeBits;
        }
    }

    private static void Put(ref T[][] pages, int at, T[] page)
    {
        if (at == pages.Length)
        {
            Array.Resize(ref pages, at + 1 + (at / 16));
        }

        pages[at] = page;
    }
}
