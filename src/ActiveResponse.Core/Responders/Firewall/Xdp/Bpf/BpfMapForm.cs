namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>What the elements of a map are like.</summary>
/// <param name="Name">Letters, digits and <c>_</c>, 15 at most; others see it.</param>
/// <param name="Kind">How it finds them.</param>
/// <param name="KeyLength">The bytes of a key.</param>
/// <param name="ValueLength">The bytes of a value.</param>
/// <param name="Room">How many it may have.</param>
internal sealed record BpfMapForm(string Name, BpfMapKind Kind, int KeyLength, int ValueLength, int Room)
{
    // BPF_F_NO_PREALLOC: memory for an element is taken when it comes. A trie has no other way.
    private const uint NotBeforehand = 1;

    public uint Flags => Kind == BpfMapKind.CounterPerProcessor ? 0 : NotBeforehand;
}
