namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>How a map finds its elements; the values are the kernel's.</summary>
internal enum BpfMapKind
{
    /// <summary>A hash table.</summary>
    Hash = 1,

    /// <summary>An array with a value of its own for each processor.</summary>
    CounterPerProcessor = 6,

    /// <summary>A trie that finds the longest prefix of a key.</summary>
    LongestPrefix = 11,
}
