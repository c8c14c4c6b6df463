namespace ActiveResponse.Ossec.Execd;

/// <summary>The blocks that an execd will end, in the order of their messages.</summary>
internal sealed class PendingBlocks(TimeProvider clock)
{
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, Block> _byIdentity = new(StringComparer.Ordinal);

    /// <summary>The time in whole seconds, as both execd count it.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The block that is known by a text, or null.</summary>
    public Block? Find(string identity) => _byIdentity.GetValueOrDefault(identity);

    /// <summary>Remembers a block that isn't known yet, in the place of its message: a program that is slow to answer loses none.</summary>
    public void Add(Block block)
    {
        _byIdentity.Add(block.Identity, block);
        _blocks.Insert(_blocks.FindLastIndex(earlier => earlier.Order < block.Order) + 1, block);
    }

    /// <summary>Forgets a block whose program was never started.</summary>
    public void Remove(Block block)
    {
        if (_blocks.Remove(block))
        {
            _byIdentity.Remove(block.Identity);
        }
    }

    /// <summary>Takes the ends of those that have lasted longer than they should, in whole seconds.</summary>
    public IReadOnlyList<ExecdRun> TakeDue()
    {
        var now = Now;
        return Take(block => now - block.Since > block.Seconds);
    }

    /// <summary>Takes the ends of all.</summary>
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

    /// <summary>One that waits for its end.</summary>
    public sealed class Block
    {
        /// <summary>What it is known by.</summary>
        public required string Identity { get; init; }

        /// <summary>The number of its message.</summary>
        public required long Order { get; init; }

        /// <summary>What ends it.</summary>
        public required ExecdRun End { get; init; }

        /// <summary>When it began, or was extended last.</summary>
        public long Since { get; set; }

        /// <summary>How long it lasts from then.</summary>
        public int Seconds { get; set; }
    }
}
