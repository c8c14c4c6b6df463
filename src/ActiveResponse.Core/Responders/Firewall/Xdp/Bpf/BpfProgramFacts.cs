namespace ActiveResponse.Responders.Firewall.Xdp.Bpf;

/// <summary>What the kernel says about a program.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="User">Who loaded it.</param>
/// <param name="Tag">A hash of its instructions, whatever its maps.</param>
/// <param name="Maps">The numbers of its maps, in the order of their first use.</param>
internal sealed record BpfProgramFacts(uint Number, string Name, uint User, ulong Tag, IReadOnlyList<uint> Maps);
