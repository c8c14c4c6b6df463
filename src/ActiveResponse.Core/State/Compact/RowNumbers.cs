namespace ActiveResponse.State.Compact;

/// <summary>A number for each entry of a table; uses no memory while all are 0.</summary>
internal sealed class RowNumbers
{
    private const int BlockBits = 12;

    private long[]?[] _blocks = [];

    public long this[int entry]
    {
        get => entry >> BlockBits < _blocks.Length && _blocks[entry >> BlockBits] is { } block ? block[entry & ((1 << BlockBits) - 1)] : 0;
        set
        {
            if (entry >> BlockBits >= _blocks.Length)
            {
                if (value == 0)
                {
                    return;
                }

                Array.Resize(ref _blocks, (entry >> BlockBits) + 1 + (_blocks.Length / 16));
            }

            if (_blocks[entry >> BlockBits] is null && value == 0)
            {
                return;
            }

            (_blocks[entry >> BlockBits] ??= new long[1 << BlockBits])[entry & ((1 << BlockBits) - 1)] = value;
        }
    }
}
