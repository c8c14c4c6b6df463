namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>An assembled program, whose maps may still be any.</summary>
/// <param name="instructions">The instructions.</param>
/// <param name="maps">The instructions that load a map, and the number of that map.</param>
internal sealed class BpfProgramText(BpfInstruction[] instructions, (int Index, int Map)[] maps)
{
    public IReadOnlyList<BpfInstruction> Instructions => instructions;

    /// <summary>The bytes for the kernel.</summary>
    /// <param name="files">The open files of the maps.</param>
    public byte[] Link(params ReadOnlySpan<int> files)
    {
        var bytes = new byte[instructions.Length * BpfInstruction.Length];
        for (var i = 0; i < instructions.Length; i++)
        {
            instructions[i].Write(bytes.AsSpan(i * BpfInstruction.Length));
        }

        foreach (var (index, map) in maps)
        {
            (instructions[index] with { Constant = files[map] }).Write(bytes.AsSpan(index * BpfInstruction.Length));
        }

        return bytes;
    }
}
