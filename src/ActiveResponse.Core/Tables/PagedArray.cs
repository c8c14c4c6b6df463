namespace ActiveResponse.Tables;

/// <summary>
/// Array in pages, which grows without being copied and without a large object. Elements hold no references, so the garbage collector
/// skips them.
/// </summary>
internal sealed class PagedArray<T>
    where T : unmanaged
{
    /// <summary>Number of elements per page.</summary>
    public const int PageLength = 1 << PageBits;

    private const int PageBits = 9;

    private T[][] _pages = [];

    /// <summary>Number of elements.</summary>
    public int Length { get; private set; }

    /// <summary>Returns an element.</summary>
    public ref T this[int index] => ref _pages[index >> PageBits][index & (PageLength - 1)];

    /// <summary>Adds a page of elements, all zero.</summary>
    public void Grow()
    {
        var page = Length >> PageBits;
        if (page == _pages.Length)
        {
            Array.Resize(ref _pages, page + 1 + (page / 16));
        }

        _pages[page] = new T[PageLength];
        Length += PageLength;
    }
}
