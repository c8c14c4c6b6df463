namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>A place in a program that jumps refer to, before or after it is known where it is.</summary>
internal sealed class BpfLabel
{
    /// <summary>The index of the instruction that follows; null before it is placed.</summary>
    public int? Index { get; set; }
}
