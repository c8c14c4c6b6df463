namespace ActiveResponse.Ossec.Execd;

/// <summary>The blocks an execd will end, in the order of their messages.</summary>
internal sealed class PendingBlocks(TimeProvider clock)
{
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, Block> _byIdentity = new(StringComparer.Ordinal);

    /// <summary>The time in whole seconds, as both execds count it.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The block of an identity, or null.</summary>
    public Block? Find(string identity) => _byIdentity.GetValueOrDefault(identity);

    /// <summary>Adds a new block at the position of its message, even if its program was slow to reply.</summary>
    public void Add(Block block)
    {
        _byIdentity.Add(block.Identity, block);
        _blocks.Insert(_blocks.FindLastIndex(earlier => earlier.Order < block.Order) + 1, block);
    }

    /// <summary>Removes a block whose program was never started.</summary>
    public void Remove(Block block)
    {
        if (_blocks.Remove(block))
        {
            _byIdentity.Remove(block.Identity);
        }
    }

    /// <summary>Removes and returns the ends that are due, in whole seconds.</summary>
    public IReadOnlyList<ExecdRun> TakeDue()
    {
        var now = Now;
        return Take(block => now - block.Since > block.Seconds);
    }

    /// <summary>Removes and returns all ends.</summary>
    public IReadOnlyList<ExecdRun> TakeAll() => Take(static _ => true);

    private List<ExecdRun> Take(Predicate<Block> which)
    {
        var ends = new List<ExecdRun>();
        _blocks.RemoveAll(block =>
        {
            if (!which(block))
            {
                return false;
            }

            ends.Add(block.End);
            return _byIdentity.Remove(block.Identity);
        });
        return ends;
    }

    /// <summary>A block waiting for its end.</summary>
    public sealed class Block
    {
        /// <summary>Its identity.</summary>
        public required string Identity { get; init; }

        /// <summary>The number of its message.</summary>
        public required long Order { get; init; }

        /// <summary>The program that ends it.</summary>
        public required ExecdRun End { get; init; }

        /// <summary>When it began, or was last extended.</summary>
        public long Since { get; set; }

        /// <summary>Its duration from then.</summary>
        public int Seconds { get; set; }
    }
}
